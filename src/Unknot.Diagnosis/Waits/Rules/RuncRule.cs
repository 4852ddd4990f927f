using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>What a runtime command that does not return waits for below it: its own child, runc init, which may write into a full pipe, sit frozen, or be waited for.</summary>
internal sealed class RuncRule : IWaitRule
{
    public string Name => "runc-child";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (ProcessView runc in graph.Processes.Where(p => p.Component == Components.Runc && !p.IsRuntimeInit && p.Process.State != 'Z'))
        {
            foreach (ProcessView child in graph.ChildrenOf(runc.Pid).Where(c => c.Component == Components.Runc && c.Process.State != 'Z')) Below(graph, runc, child);
        }

        // A runc init that was seen in an strace writing to its stderr: a pipe of 64 KiB that the shim reads only when runc has returned.
        foreach (TraceEndEvidence trace in graph.Snapshot.TraceEnds.Where(t => t.Syscall == "write" && t.IsUnfinished && t.Pid is not null))
        {
            if (graph.ProcessOf(trace.Pid!.Value) is not { Component: Components.Runc } process) continue;
            Waiter waiter = graph.Process(process.Pid);
            waiter.Origins.Add(trace.Origin);
            WaitGraphBuilder.Stuck(waiter, 0.93, "PipeNotRead", $"{process.Activity} (pid {process.Pid}) is blocked in write: {trace.Text.Trim()}");
        }
    }

    private void Below(WaitGraphBuilder graph, ProcessView runc, ProcessView child)
    {
        Waiter below = graph.Process(child.Pid);
        bool initStuck = child.IsStopped || below.StuckConfidence > 0 || below.WaitEdges.Count > 0 || IsBlockedWriter(graph, child);
        // On the way to D-Bus runc init waits for runc, not the other way round.
        if (!initStuck) return;
        Waiter waiter = graph.Process(runc.Pid);
        Resource resource = graph.Resource(ResourceKind.ChildExit, $"runc init {child.Pid}", $"{child.Activity} (pid {child.Pid}) to go on");
        resource.Pid = child.Pid;
        resource.ContainerId = runc.ContainerId;
        Provenance[] where = [.. child.Process.Origins.Take(1)];
        graph.Wait(waiter, resource, Name, Certainty.Inferred, where);
        graph.Hold(resource, below, Name, Certainty.Exact, 0.95, $"child of {runc.Activity} (pid {runc.Pid})", where);
    }

    private static bool IsBlockedWriter(WaitGraphBuilder graph, ProcessView child) =>
        KernelWaits.Of([], child.Process.Wchan) == KernelWaitKind.PipeWrite || graph.Snapshot.TraceEnds.Any(t => t.Pid == child.Pid && t.Syscall == "write");
}
