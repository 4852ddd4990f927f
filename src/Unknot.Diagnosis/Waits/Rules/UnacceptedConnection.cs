using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Who has not accepted a runtime command's connection to the bus: it waits in a listener's backlog. Only a list with listeners
/// (<c>ss -xlp</c>) tells whose; <c>ss -xp</c> shows established sockets alone. runc asks the system bus first, then systemd's private socket.
/// </summary>
internal static class UnacceptedConnection
{
    private const string SystemBus = "system_bus_socket";
    private const string Private = "/systemd/private";

    public static void AddHolders(WaitGraphBuilder graph, Resource reply, string rule)
    {
        // A bus that has accepted and answered us just now has only not come round to this connection yet: on a busy node there is always one.
        bool answers = BusProbeRule.BusAnswers(graph);
        List<SocketEvidence> full = graph.Snapshot.Sockets.Where(s => s is { IsListening: true, ReceiveQueue: > 0, Path: { } path }
            && ((!answers && path.EndsWith(SystemBus, StringComparison.Ordinal)) || path.EndsWith(Private, StringComparison.Ordinal))).ToList();
        foreach (SocketEvidence listener in full) FromListener(graph, reply, listener, rule);
        if (reply.HoldEdges.Count > 0 || answers) return;
        reply.Label = "accept of its bus connection";
        if (FromBus(graph, reply, rule)) return;
        Manager(graph, reply, rule);
    }

    // The backlog's length is the Recv-Q of a LISTEN socket. systemd keeps the bus' listening socket open beside the bus, for activation.
    private static void FromListener(WaitGraphBuilder graph, Resource reply, SocketEvidence listener, string rule)
    {
        reply.Path = listener.Path;
        reply.Label = $"accept on {listener.Path}";
        bool isBus = listener.Path!.EndsWith(SystemBus, StringComparison.Ordinal);
        bool shared = isBus && listener.Owners.Any(o => graph.ProcessOf(o.Pid)?.Component == Components.DbusDaemon);
        foreach (SocketOwner owner in listener.Owners.Where(o => !shared || graph.ProcessOf(o.Pid)?.Component == Components.DbusDaemon))
        {
            Waiter holder = graph.Process(owner.Pid, isBus ? null : Components.Systemd);
            graph.Hold(reply, holder, rule, Certainty.Exact, 0.97, $"listens on {listener.Path} and has not accepted {listener.ReceiveQueue} connection(s)", listener.Origin);
            WaitGraphBuilder.Stuck(holder, 0.95, isBus ? "DbusDaemonNotAnswering" : "SystemdNotAnswering", $"listens on {listener.Path} and accepts nobody: {listener.ReceiveQueue} connection(s) wait");
        }
    }

    private static bool FromBus(WaitGraphBuilder graph, Resource reply, string rule)
    {
        List<ProcessView> buses = graph.ProcessesOf(Components.DbusDaemon).Where(b => b.Process.State != 'Z').ToList();
        List<ProcessView> halted = buses.Where(b => b.IsStopped || b.IsTraced).ToList();
        if (halted.Count > 0) buses = halted;
        foreach (ProcessView bus in buses)
        {
            Waiter holder = graph.Process(bus.Pid);
            graph.Hold(reply, holder, rule, Certainty.Inferred, 0.96 / buses.Count, bus.IsStopped ? "the message bus is stopped (T): it accepts nobody" : "the message bus has not accepted the connection", [.. bus.Process.Origins.Take(1)]);
            WaitGraphBuilder.Stuck(holder, 0.9, "DbusDaemonNotAnswering", "the message bus has not accepted a runtime command's connection");
        }

        return buses.Count > 0;
    }

    // No message bus runs: then it is systemd's own socket.
    private static void Manager(WaitGraphBuilder graph, Resource reply, string rule)
    {
        List<ProcessView> named = graph.Processes.Where(p => p.Process.State != 'Z' && p.Process.Arguments.Skip(1).Any(a => a.Contains("/run" + Private, StringComparison.Ordinal))).ToList();
        (Waiter owner, double confidence, Certainty certainty, string why, Provenance[] evidence) =
            named.Count == 1 ? (graph.Process(named[0].Pid, Components.Systemd), 0.93, Certainty.Inferred, $"no message bus runs, and its command line names /run{Private}", [.. named[0].Process.Origins.Take(1)])
            : graph.ProcessOf(1) is { Component: Components.Systemd } init ? (graph.Process(1), 0.93, Certainty.Inferred, $"no message bus runs, and PID 1 is systemd, which listens on /run{Private}", [.. init.Process.Origins.Take(1)])
            : (graph.External("systemd (not in the evidence)", Components.Systemd, ""), 0.85, Certainty.Assumed, "no message bus runs; who listens in systemd's place is not in the evidence", Array.Empty<Provenance>());
        graph.Hold(reply, owner, rule, certainty, confidence, why, evidence);
        WaitGraphBuilder.Stuck(owner, 0.9, "SystemdNotAnswering", $"listens on /run{Private} and has not accepted a runtime command's connection");
    }
}
