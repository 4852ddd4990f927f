using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Who waits for systemd's answer on D-Bus, and who owes it. runc asks the system bus first, then /run/systemd/private
/// (go-systemd, dbus.NewWithContext); a runtime command that hangs with such a connection open has not been answered.
/// </summary>
internal sealed class DbusRule : IWaitRule
{
    private const string SystemBus = "system_bus_socket";

    public string Name => "dbus-call";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (ProcessView process in graph.Processes.Where(p => p.IsShortLived && p.Process.State is not ('Z' or 'T'))) FromSockets(graph, process);
        FromSigns(graph);
        foreach (DumpView view in graph.Views)
        {
            foreach (StackProfile profile in view.Profiles.Where(p => p.DbusMethod is not null))
            {
                foreach (int i in view.GoroutinesOn(profile)) FromGoroutine(graph, view, i, profile.DbusMethod!);
            }
        }
    }

    private void FromGoroutine(WaitGraphBuilder graph, DumpView view, int goroutine, string method)
    {
        Waiter waiter = graph.Goroutine(view, goroutine);
        Resource reply = Reply(graph, waiter, method.Length == 0 ? "a call" : method, Certainty.Exact, waiter.Origins[0]);
        BusOwners.AddHolders(graph, reply, Name);
    }

    // Without a socket list: a runtime command that hangs while systemd logs that it can send no message, or whose own stacks show a bus connection.
    private void FromSigns(WaitGraphBuilder graph)
    {
        LogEvidence? cookie = graph.Snapshot.Logs.FirstOrDefault(l => l.Kind == "systemd-release-not-supported");
        DumpView? connected = graph.ViewsOf(Components.Runc).FirstOrDefault(v => v.Profiles.Any(p => p.Functions.Any(f => f.Contains("godbus/dbus", StringComparison.Ordinal))));
        if (cookie is null && (connected is null || BusProbeRule.Answered(graph) is not null)) return;
        Provenance sign = cookie?.Origin ?? connected!.Evidence.Origin;
        foreach (ProcessView process in graph.Processes.Where(p => p.IsShortLived && p.Process.State is not ('Z' or 'T') && p.Process.Age >= ChildExitRule.Overdue))
        {
            Waiter waiter = graph.Process(process.Pid);
            if (waiter.WaitEdges.Count > 0) continue;
            Resource reply = Reply(graph, waiter, "systemd", Certainty.Inferred, sign);
            reply.ContainerId = process.ContainerId;
            BusOwners.AddHolders(graph, reply, Name);
        }
    }

    private void FromSockets(WaitGraphBuilder graph, ProcessView process)
    {
        // Its own thread, or its init, hangs elsewhere.
        if (graph.Process(process.Pid).WaitEdges.Exists(e => e.Resource.HoldEdges.Count > 0)) return;
        foreach (SocketEvidence socket in graph.SocketsOf(process.Pid))
        {
            SocketEvidence? peer = graph.SocketOf(socket.PeerInode);
            if (peer?.Path?.EndsWith(SystemBus, StringComparison.Ordinal) == true || peer?.Owners.Any(o => graph.ProcessOf(o.Pid)?.Component == Components.DbusDaemon) == true)
            {
                if (peer!.Owners.Count == 0) continue;
                // runc keeps its connection while it waits for other things: where systemd was asked and answered, an open one says nothing.
                if (BusProbeRule.Answered(graph) is not null) continue;
                Waiter waiter = graph.Process(process.Pid);
                Resource reply = Reply(graph, waiter, "StartTransientUnit", Certainty.Inferred, socket.Origin, peer.Origin);
                reply.Inode = socket.Inode;
                reply.ContainerId = process.ContainerId;
                BusOwners.AddHolders(graph, reply, Name);
                return;
            }

            // Never accepted: runc's side has no peer yet, and its greeting stays unread.
            if (peer is not null || socket.PeerInode != 0 || socket.SendQueue == 0 || socket.Path is not null) continue;
            Waiter caller = graph.Process(process.Pid);
            Resource accept = Reply(graph, caller, "StartTransientUnit", Certainty.Inferred, socket.Origin);
            accept.Inode = socket.Inode;
            accept.ContainerId = process.ContainerId;
            UnacceptedConnection.AddHolders(graph, accept, Name);
            return;
        }
    }

    private Resource Reply(WaitGraphBuilder graph, Waiter waiter, string method, Certainty certainty, params Provenance[] evidence)
    {
        Resource reply = graph.Resource(ResourceKind.DbusReply, $"{waiter.Id} D-Bus {method}", $"D-Bus reply to {method}");
        reply.Method = method;
        graph.Wait(waiter, reply, Name, certainty, evidence);
        return reply;
    }
}
