using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Who owes a D-Bus reply: the bus itself when it does not run or did not answer a probe, else the owner of org.freedesktop.systemd1.</summary>
internal static class BusOwners
{
    private const string ManagerName = "org.freedesktop.systemd1";

    public static void AddHolders(WaitGraphBuilder graph, Resource reply, string rule)
    {
        foreach (ProcessView bus in graph.ProcessesOf(Components.DbusDaemon).Where(b => b.IsStopped))
        {
            graph.Hold(reply, graph.Process(bus.Pid), rule, Certainty.Exact, 0.97, "the message bus is stopped (T): no call reaches anybody", [.. bus.Process.Origins.Take(1)]);
            return;
        }

        foreach (ProbeEvidence probe in graph.Snapshot.Probes.Where(p => p is { Component: Components.DbusDaemon, Outcome: ProbeOutcome.TimedOut, Pid: > 0 }))
        {
            graph.Hold(reply, graph.Process(probe.Pid!.Value, Components.DbusDaemon), rule, Certainty.Exact, 0.95, $"the message bus itself did not answer {probe.Call}", probe.Origin);
            return;
        }

        foreach ((Waiter owner, double confidence, Certainty certainty, string why, Provenance[] evidence) in Candidates(graph))
        {
            graph.Hold(reply, owner, rule, certainty, confidence, why, evidence);
            int calls = graph.Resources.Count(r => r.Kind == ResourceKind.DbusReply && r.HoldEdges.Exists(h => h.Holder == owner));
            string because = $"owns {ManagerName} on the system bus and has not answered {calls} call{(calls == 1 ? "" : "s")}";
            if (BusProbeRule.Answered(graph) is { } answer) WaitGraphBuilder.Stuck(owner, 0.6, "SystemdNotAnswering", $"{because}, though it answered Manager.Version within {answer.Duration.TotalMilliseconds:0} ms");
            else WaitGraphBuilder.Stuck(owner, 0.9, "SystemdNotAnswering", because);
        }
    }

    // The strongest sign alone: unread messages, then the bus' own list of names, then who else is connected, then PID 1.
    private static IEnumerable<(Waiter Owner, double Confidence, Certainty Certainty, string Why, Provenance[] Evidence)> Candidates(WaitGraphBuilder graph)
    {
        if (graph.Snapshot.BusNames.FirstOrDefault(n => n.Name == ManagerName && n.Pid > 0) is { } name)
            return [(Named(graph, name.Pid!.Value), 0.97, Certainty.Exact, $"busctl names it as the owner of {ManagerName}", [name.Origin])];
        var mute = Mute(graph).ToList();
        if (mute.Count > 0) return mute;
        var connected = Connected(graph).ToList();
        if (connected.Count == 1) return connected;
        if (graph.ProcessOf(1) is { Component: Components.Systemd } init)
            return [(Named(graph, 1), 0.9, Certainty.Inferred, $"PID 1 is systemd, which owns {ManagerName}", [.. init.Process.Origins.Take(1)])];
        return [(graph.External("systemd (not in the evidence)", Components.Systemd, ""), 0.85, Certainty.Assumed, $"{ManagerName} is systemd's; which process owns it is not in the evidence", [])];
    }

    // Bytes that the bus has sent and the owner has not read: Recv-Q on its side, Send-Q on the bus' side of the same pair.
    private static IEnumerable<(Waiter, double, Certainty, string, Provenance[])> Mute(WaitGraphBuilder graph)
    {
        foreach ((SocketEvidence own, SocketEvidence busSide, ProcessView process) in Clients(graph))
        {
            if (own.ReceiveQueue <= 0 || process.Component == Components.Runc) continue;
            yield return (Named(graph, process.Pid), 0.97, Certainty.Exact, $"{own.ReceiveQueue} bytes of calls wait unread on its bus connection", [own.Origin, busSide.Origin]);
        }
    }

    private static IEnumerable<(Waiter, double, Certainty, string, Provenance[])> Connected(WaitGraphBuilder graph)
    {
        foreach (IGrouping<int, (SocketEvidence Own, SocketEvidence Bus, ProcessView Process)> client in Clients(graph).GroupBy(c => c.Process.Pid))
        {
            ProcessView process = client.First().Process;
            bool known = process.Component is Components.Runc or Components.Kubelet or Components.Dockerd or Components.Containerd or Components.Shim or Components.Crio or Components.DbusDaemon;
            if (known || IsService(process)) continue;
            yield return (Named(graph, process.Pid), process.Pid == 1 ? 0.95 : 0.93, Certainty.Inferred, "the only one on the bus that is neither the bus, nor a daemon or runtime command that calls it", [client.First().Own.Origin]);
        }
    }

    // Services with bus names of their own, on nearly every node.
    private static bool IsService(ProcessView process) => process.Activity is "systemd-logind" or "systemd-networkd" or "systemd-resolved" or "systemd-timesyncd" or "systemd-machined"
        or "polkitd" or "NetworkManager" or "firewalld" or "avahi-daemon" or "tuned" or "rtkit-daemon" or "accounts-daemon" or "udisksd" or "unattended-upgrade" or "networkd-dispatcher" or "ModemManager";

    private static IEnumerable<(SocketEvidence Own, SocketEvidence Bus, ProcessView Process)> Clients(WaitGraphBuilder graph)
    {
        foreach (ProcessView bus in graph.ProcessesOf(Components.DbusDaemon))
        {
            foreach (SocketEvidence side in graph.SocketsOf(bus.Pid))
            {
                if (side.IsListening || graph.SocketOf(side.PeerInode) is not { } own) continue;
                foreach (SocketOwner owner in own.Owners)
                {
                    if (owner.Pid != bus.Pid && graph.ProcessOf(owner.Pid) is { } process) yield return (own, side, process);
                }
            }
        }
    }

    private static Waiter Named(WaitGraphBuilder graph, int pid)
    {
        Waiter waiter = graph.Process(pid, Components.Systemd);
        if (!waiter.Activity.Contains(ManagerName, StringComparison.Ordinal)) waiter.Activity = $"owner of {ManagerName}";
        return waiter;
    }
}
