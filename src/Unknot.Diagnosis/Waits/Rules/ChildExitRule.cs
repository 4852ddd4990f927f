using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// A shim, containerd or conmon waits for a runtime command that returns within milliseconds on a healthy node, and that has been there
/// for seconds or more. The child is the kernel's own word (its parent pid); its age is what makes it news.
/// </summary>
internal sealed class ChildExitRule : IWaitRule
{
    /// <summary>A runtime command usually lives for some 50 ms (lab), on a loaded node for a second; older than this it hangs.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromSeconds(3);

    public string Name => "child-exit";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (ProcessView child in graph.Processes.Where(p => p.IsShortLived && p.Process.State != 'Z'))
        {
            if (child.Process.ParentPid is not { } ppid || graph.ProcessOf(ppid) is not { } parent) { Mark(graph, child); continue; }
            if (parent.Component == Components.Runc) continue;
            Waiter waiter = graph.Process(parent.Pid);
            waiter.ContainerId ??= child.ContainerId;
            Resource resource = graph.Resource(ResourceKind.ChildExit, $"exit of pid {child.Pid}", $"exit of {child.Activity} (pid {child.Pid})");
            resource.Pid = child.Pid;
            resource.ContainerId = child.ContainerId ?? parent.ContainerId;
            Provenance[] where = [.. child.Process.Origins.Take(1)];
            graph.Wait(waiter, resource, Name, Certainty.Exact, where);
            graph.Hold(resource, graph.Process(child.Pid), Name, Certainty.Exact, 0.99, $"child of {parent.Activity} (pid {parent.Pid})", where);
            Mark(graph, child);
        }

        JoinShimGoroutines(graph);
    }

    private static void Mark(WaitGraphBuilder graph, ProcessView child)
    {
        if (child.Process.Age is not { } age || age < Overdue) return;
        Waiter waiter = graph.Process(child.Pid);
        waiter.WaitingAtLeast = age;
        // A wrapper is what hangs; runc itself most often waits for somebody that the evidence may not show.
        WaitGraphBuilder.Stuck(waiter, child.IsRuntimeWrapper ? 0.85 : 0.75, child.IsRuntimeWrapper ? "RuntimeWrapperNotReturning" : "RuncNotReturning", $"{child.Activity} has been there for at least {Durations.Text(age)}; it usually lives for some 50 ms");
    }

    // A dump of the very process (containerd 1.x runs runc itself in some paths; a shim with a known pid) says which goroutine waits.
    private void JoinShimGoroutines(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views.Where(v => v.Evidence.Pid is not null || v.Component is Components.Shim or Components.Containerd))
        {
            List<ProcessView> children = view.Evidence.Pid is { } pid ? graph.ChildrenOf(pid).Where(c => c.IsShortLived).ToList() : [];
            foreach (StackProfile profile in view.Profiles.Where(p => p.IsChildWait && !p.IsIdle))
            {
                foreach (int i in view.GoroutinesOn(profile)) AddChildWait(graph, view, i, children);
            }
        }
    }

    private void AddChildWait(WaitGraphBuilder graph, DumpView view, int goroutine, List<ProcessView> children)
    {
        Waiter waiter = graph.Goroutine(view, goroutine);
        Resource resource = graph.Resource(ResourceKind.ChildExit, $"{waiter.Id} child", "exit of a child process");
        graph.Wait(waiter, resource, Name, Certainty.Exact, waiter.Origins[0]);
        foreach (ProcessView child in children)
            graph.Hold(resource, graph.Process(child.Pid), Name, children.Count == 1 ? Certainty.Exact : Certainty.Inferred, 0.95 / children.Count, $"the runtime command below {view.Name}", [.. child.Process.Origins.Take(1)]);
    }
}
