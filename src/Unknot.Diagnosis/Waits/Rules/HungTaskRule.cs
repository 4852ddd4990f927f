using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Tasks that the kernel itself calls hung (kernel/hung_task.c): in uninterruptible sleep for more than 120 seconds by default.</summary>
internal sealed class HungTaskRule : IWaitRule
{
    private const int MaxTasks = 50;

    // Whoever hangs elsewhere in the same report may well hang behind the first; the kernel reports the longest wait first.
    private const double First = 0.85;
    private const double Later = 0.7;

    public string Name => "hung-task";

    public void Apply(WaitGraphBuilder graph)
    {
        Dictionary<EvidenceFile, string> firstPlace = [];
        foreach (HungTaskEvidence task in graph.Snapshot.HungTasks.DistinctBy(t => t.Pid).Take(MaxTasks))
        {
            Waiter waiter = graph.Process(task.Pid);
            if (waiter.Activity.Length == 0 || waiter.Component == "unknown")
            {
                waiter.Activity = task.TaskName;
                waiter.Component = Components.ByProgram(task.TaskName) ?? task.TaskName;
            }

            waiter.State = "D";
            waiter.Frames = waiter.Frames.Count > 0 ? waiter.Frames : task.KernelStack;
            waiter.WaitingAtLeast ??= task.Seconds > 0 ? TimeSpan.FromSeconds(task.Seconds) : null;
            waiter.IsEntry = true;
            waiter.EntryRank = Math.Min(waiter.EntryRank, 8);
            waiter.Origins.Add(task.Origin);
            AddWait(graph, waiter, task, firstPlace);
        }
    }

    private void AddWait(WaitGraphBuilder graph, Waiter waiter, HungTaskEvidence task, Dictionary<EvidenceFile, string> firstPlace)
    {
        KernelWaitKind kind = KernelWaits.Of(task.KernelStack, null);
        string telling = KernelWaits.Telling(task.KernelStack);
        Resource resource = kind is KernelWaitKind.Fuse or KernelWaitKind.Nfs or KernelWaitKind.Ceph
            ? MountOwners.Add(graph, kind, Name, null, task.Origin)
            : graph.Resource(KernelWaits.ResourceOf(kind), $"kernel {telling}", telling.Length == 0 ? "a wait in the kernel" : $"kernel: {telling}");
        resource.Method ??= telling;
        graph.Wait(waiter, resource, Name, Certainty.Exact, task.Origin);
        if (task.BlockerPid is { } blocker)
        {
            Waiter holder = graph.Process(blocker);
            if (holder.Activity.Length == 0) holder.Activity = task.BlockerName ?? "";
            if (holder.Component == "unknown") holder.Component = Components.ByProgram(task.BlockerName ?? "") ?? task.BlockerName ?? "unknown";
            graph.Hold(resource, holder, Name, Certainty.Exact, 0.95, "the kernel names it as the likely owner", task.Origin);
            WaitGraphBuilder.Stuck(holder, 0.8, "UninterruptibleTask", $"task {task.BlockerName} (pid {blocker}) holds the kernel lock that others wait for");
            return;
        }

        firstPlace.TryAdd(task.Origin.File, telling);
        bool first = firstPlace[task.Origin.File] == telling;
        if (resource.HoldEdges.Count > 0)
        {
            if (first && resource.HoldEdges[0].Holder.RootReason == "UninterruptibleTask") WaitGraphBuilder.Stuck(resource.HoldEdges[0].Holder, First, "UninterruptibleTask", $"tasks hang in the kernel, in {telling}");
            return;
        }

        Waiter kernel = graph.External($"kernel: {telling}", Components.Kernel, telling);
        kernel.Frames = task.KernelStack;
        kernel.Origins.Add(task.Origin);
        graph.Hold(resource, kernel, Name, Certainty.Exact, 0.95, $"the kernel's hung-task report ends in {telling}", task.Origin);
        WaitGraphBuilder.Stuck(kernel, first ? First : Later, "UninterruptibleTask", $"tasks hang in the kernel, in {telling}");
    }
}
