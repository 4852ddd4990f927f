using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Requests of our own that were not answered in time. One about a container shows which container's operation hangs in the daemon, which no dump
/// of the daemon tells; one about the daemon as a whole shows that it answers nobody.
/// </summary>
internal sealed class ProbeRule : IWaitRule
{
    // A daemon that answered nothing at all within the deadline of a request that needs no lock.
    private const double DaemonMute = 0.7;

    public string Name => "probe";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (ProbeEvidence probe in graph.Snapshot.Probes.Where(p => p.Outcome == ProbeOutcome.TimedOut && p.Pid is not null && Reason(p.Component) is not null))
        {
            if (graph.ProcessOf(probe.Pid!.Value) is not { } daemon) continue;
            Waiter asker = graph.External($"request {Short(probe)} to pid {probe.Pid}", "unknot", $"{probe.Call}{(probe.ContainerId is { } id ? " of " + Ids.Short(id) : "")}");
            asker.IsEntry = true;
            asker.EntryRank = 4;
            asker.ContainerId = probe.ContainerId;
            asker.WaitingAtLeast = probe.Duration;
            asker.Origins.Add(probe.Origin);
            Resource answer = graph.Resource(ResourceKind.Rpc, $"{asker.Id} answer", $"answer of {probe.Component} to {probe.Call}");
            answer.Method = probe.Call;
            answer.ContainerId = probe.ContainerId;
            graph.Wait(asker, answer, Name, Certainty.Exact, probe.Origin);
            if (probe.ContainerId is { } container) AddOperation(graph, answer, daemon, container, probe);
            else AddDaemon(graph, answer, daemon, probe);
        }
    }

    private void AddOperation(WaitGraphBuilder graph, Resource answer, ProcessView daemon, string container, ProbeEvidence probe)
    {
        Waiter operation = DaemonOperations.Of(graph, daemon, container);
        List<Waiter> servers = graph.Waiters.Where(w => w.Kind == WaiterKind.Goroutine && w.Pid == daemon.Pid && w.Activity == probe.Call && w.WaitEdges.Count > 0).ToList();
        // What processes show of this very container tells more than goroutines that may serve any of them.
        if (operation.WaitEdges.Count > 0 || servers.Count == 0)
            graph.Hold(answer, operation, Name, Certainty.Exact, 0.98, $"{daemon.Component} (pid {daemon.Pid}) was asked and has not answered", probe.Origin);
        else
            foreach (Waiter server in servers) graph.Hold(answer, server, Name, Certainty.Inferred, 0.95 / servers.Count, $"serves {probe.Call} in {daemon.Component}'s dump", [.. server.Origins.Take(1)]);
    }

    private void AddDaemon(WaitGraphBuilder graph, Resource answer, ProcessView daemon, ProbeEvidence probe)
    {
        Waiter process = graph.Process(daemon.Pid);
        graph.Hold(answer, process, Name, Certainty.Exact, 0.98, $"{daemon.Component} (pid {daemon.Pid}) was asked and has not answered", probe.Origin);
        WaitGraphBuilder.Stuck(process, DaemonMute, Reason(probe.Component)!, $"{daemon.Activity} (pid {daemon.Pid}) has not answered {probe.Call} within {Durations.Text(probe.Duration)}");
    }

    private static string Short(ProbeEvidence probe) => probe.ContainerId is { } id ? $"{probe.Call} {Ids.Short(id)}" : probe.Call;

    private static string? Reason(string component) => component switch
    {
        Components.Dockerd => "DockerdNotAnswering",
        Components.Containerd => "ContainerdNotAnswering",
        Components.Crio => "CrioNotAnswering",
        Components.Shim => "ShimNotAnswering",
        Components.Kubelet => "KubeletNotAnswering",
        _ => null,
    };
}
