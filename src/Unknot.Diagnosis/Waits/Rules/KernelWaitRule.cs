using Unknot.Diagnosis.Evidence;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Threads of the stack's own processes that wait in the kernel for a file system, a freezer, a pipe or a kernel lock, and the goroutines
/// that are in those system calls. Thread and goroutine are joined by a pointer: the buffer in /proc/PID/task/TID/syscall is an argument
/// word of the goroutine's frame.
/// </summary>
internal sealed class KernelWaitRule : IWaitRule
{
    // Of a few pasted lines of ps the newest start time tells no age.
    private const int ExcerptSize = 10;

    public string Name => "kernel-wait";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (ProcessView process in graph.Processes.Where(p => IsOurs(p) && p.Process.State is not ('T' or 'Z')))
        {
            foreach (ThreadEvidence thread in ThreadsOf(process)) AddThread(graph, process, thread);
        }

        foreach (DumpView view in graph.Views)
        {
            foreach (StackProfile profile in view.Profiles.Where(p => p.FileSystemCall is not null && !p.IsIdle))
            {
                foreach (int i in view.GoroutinesOn(profile)) AddGoroutine(graph, view, i, profile.FileSystemCall!);
            }
        }
    }

    private static bool IsOurs(ProcessView process) => process.Component is Components.Kubelet or Components.Dockerd or Components.Containerd or Components.Shim
        or Components.Runc or Components.Crio or Components.CriDockerd or Components.Conmon or Components.Systemd;

    private static IEnumerable<ThreadEvidence> ThreadsOf(ProcessView process)
    {
        if (process.Process.Threads.Count > 0) return process.Process.Threads;
        if (process.Process.Wchan is not { } wchan || process.Process.Origins.Count == 0) return [];
        return [new ThreadEvidence(process.Pid, process.Process.Name, process.Process.State, wchan, [], [], process.Process.Origins[0])];
    }

    private void AddThread(WaitGraphBuilder graph, ProcessView process, ThreadEvidence thread)
    {
        KernelWaitKind kind = KernelWaits.Of(thread.KernelStack, thread.Wchan);
        // A moment in a kernel lock, in RCU or on a disk is what busy threads do; only waits for somebody else are taken from one look.
        if (kind is not (KernelWaitKind.Fuse or KernelWaitKind.Nfs or KernelWaitKind.Ceph or KernelWaitKind.Frozen or KernelWaitKind.PipeWrite))
        {
            if (IsLongInKernel(graph, process, thread)) AddKernelLock(graph, process, thread, kind);
            return;
        }

        if (kind == KernelWaitKind.PipeWrite && process.Component != Components.Runc) return;
        Waiter waiter = graph.Thread(process.Pid, thread);
        Resource resource = kind switch
        {
            KernelWaitKind.Frozen => Frozen(graph, process, thread),
            KernelWaitKind.PipeWrite => Pipe(graph, process, thread),
            _ => MountOwners.Add(graph, kind, Name, null, thread.Origin),
        };
        graph.Wait(waiter, resource, Name, Certainty.Exact, thread.Origin);
        if (process.Component != Components.Runc) return;
        // A runtime command is that one thread's work: the process waits as its thread does.
        graph.Wait(graph.Process(process.Pid), resource, Name, Certainty.Exact, thread.Origin);
    }

    // A runtime command lives for milliseconds: one that has sat uninterruptibly in the kernel for a minute, or whose kernel stack somebody
    // thought worth saving, hangs there.
    private static bool IsLongInKernel(WaitGraphBuilder graph, ProcessView process, ThreadEvidence thread) =>
        process.Component == Components.Runc && (thread.State == 'D' || process.Process.State == 'D') && thread.KernelStack.Count > 0
        && (process.Process.Age is not { } age || age >= TimeSpan.FromMinutes(1) || graph.Snapshot.Processes.Count < ExcerptSize);

    private void AddKernelLock(WaitGraphBuilder graph, ProcessView process, ThreadEvidence thread, KernelWaitKind kind)
    {
        string telling = KernelWaits.Telling(thread.KernelStack, thread.Wchan);
        Waiter waiter = graph.Process(process.Pid);
        waiter.WaitingAtLeast ??= process.Process.Age;
        Resource resource = graph.Resource(KernelWaits.ResourceOf(kind), $"kernel {telling}", $"kernel: {telling}");
        resource.Method ??= telling;
        graph.Wait(waiter, resource, Name, Certainty.Exact, thread.Origin);
        if (resource.HoldEdges.Count > 0) return;
        Waiter kernel = graph.External($"kernel: {telling}", Components.Kernel, telling);
        kernel.Frames = thread.KernelStack;
        graph.Hold(resource, kernel, Name, Certainty.Exact, 0.95, $"its kernel stack ends in {telling}", thread.Origin);
        WaitGraphBuilder.Stuck(kernel, 0.8, "UninterruptibleTask", $"{process.Activity} (pid {process.Pid}) hangs in the kernel, in {telling}");
    }

    private Resource Frozen(WaitGraphBuilder graph, ProcessView process, ThreadEvidence thread)
    {
        string? path = process.Process.Cgroups.FirstOrDefault(c => c.Contains("freezer", StringComparison.Ordinal) || c.StartsWith("0::", StringComparison.Ordinal));
        Resource resource = graph.Resource(ResourceKind.Freezer, $"freezer of pid {process.Pid}", "thaw of its frozen cgroup");
        resource.Path = path?[(path.LastIndexOf(':') + 1)..];
        resource.ContainerId = process.ContainerId;
        Waiter freezer = graph.External($"frozen cgroup of pid {process.Pid}", Components.Kernel, "FROZEN");
        freezer.Pid = process.Pid;
        freezer.ContainerId = process.ContainerId;
        graph.Hold(resource, freezer, Name, Certainty.Exact, 0.97, "the task sits in the kernel's freezer", thread.Origin);
        WaitGraphBuilder.Stuck(freezer, 0.9, "CgroupFrozen", $"the cgroup of {process.Activity} (pid {process.Pid}) is frozen and nobody thaws it");
        return resource;
    }

    private Resource Pipe(WaitGraphBuilder graph, ProcessView process, ThreadEvidence thread)
    {
        Resource resource = graph.Resource(ResourceKind.Pipe, $"pipe of pid {process.Pid}", "room in a full pipe");
        resource.Pid = process.Pid;
        Waiter waiter = graph.Process(process.Pid);
        graph.Hold(resource, waiter, Name, Certainty.Inferred, 0.9, "it writes into a pipe whose reader does not read", thread.Origin);
        WaitGraphBuilder.Stuck(waiter, 0.93, "PipeNotRead", $"{process.Activity} (pid {process.Pid}) is blocked writing into a pipe that nobody reads");
        return resource;
    }

    private void AddGoroutine(WaitGraphBuilder graph, DumpView view, int goroutine, string call)
    {
        Goroutine g = view.Dump[goroutine];
        (Waiter Thread, Certainty Certainty)? joined = JoinThread(graph, view, goroutine);
        bool overdue = g.WaitMinutes >= 1;
        if (joined is null && !overdue && graph.FindGoroutine(view, goroutine) is null) return;
        Waiter waiter = graph.Goroutine(view, goroutine);
        Resource resource = graph.Resource(ResourceKind.Syscall, $"{waiter.Id} {call}", $"return from {call}");
        resource.Method = call;
        graph.Wait(waiter, resource, Name, Certainty.Exact, waiter.Origins[0]);
        if (joined is { } thread)
            graph.Hold(resource, thread.Thread, Name, thread.Certainty, thread.Certainty == Certainty.Exact ? 0.98 : 0.9, thread.Certainty == Certainty.Exact ? "the buffer of its system call is this goroutine's argument" : "the only thread of the process in such a wait", [.. thread.Thread.Origins.Take(1)]);
        else if (overdue) ToFileSystem(graph, resource, waiter, call);
    }

    private static (Waiter, Certainty)? JoinThread(WaitGraphBuilder graph, DumpView view, int goroutine)
    {
        if (view.Evidence.Pid is not { } pid || graph.ProcessOf(pid) is not { } process) return null;
        HashSet<ulong> words = view.Dump[goroutine].ReadDetails().Frames.Take(6).SelectMany(f => f.Arguments).Where(a => a.IsKnown && IsPointer(a.Value)).Select(a => a.Value).ToHashSet();
        List<ThreadEvidence> waiting = process.Process.Threads.Where(t => KernelWaits.Of(t.KernelStack, t.Wchan) is KernelWaitKind.Fuse or KernelWaitKind.Nfs or KernelWaitKind.Ceph or KernelWaitKind.Disk).ToList();
        foreach (ThreadEvidence thread in waiting)
        {
            if (thread.Syscall.Skip(1).Take(6).Any(a => IsPointer(a) && words.Contains(a))) return (graph.Thread(pid, thread), Certainty.Exact);
        }

        return waiting.Count == 1 ? (graph.Thread(pid, waiting[0]), Certainty.Inferred) : null;
    }

    // AT_FDCWD (-100) stands in every fstatat of every thread and goroutine: a negative number joins nobody.
    private static bool IsPointer(ulong word) => word is > 0xffff and < 1UL << 57;

    private void ToFileSystem(WaitGraphBuilder graph, Resource resource, Waiter waiter, string call)
    {
        KernelWaitKind kind = graph.Snapshot.Logs.Any(l => l.Kind == "nfs-not-responding") || graph.Snapshot.Mounts.Any(m => m.FileSystem.StartsWith("nfs", StringComparison.Ordinal)) ? KernelWaitKind.Nfs : KernelWaitKind.Disk;
        bool nfs = kind == KernelWaitKind.Nfs;
        Waiter outside = graph.External(nfs ? "NFS server" : "file system (not in the evidence)", Components.Kernel, $"{call} does not return");
        graph.Hold(resource, outside, Name, nfs ? Certainty.Inferred : Certainty.Assumed, nfs ? 0.9 : 0.85, nfs ? "the kernel log or the mounts show an NFS server that may not answer" : "a system call on a path returns when its file system answers", waiter.Origins[0]);
        WaitGraphBuilder.Stuck(outside, nfs ? 0.85 : 0.75, "MountNotAnswering", $"a {call} has not returned for {Durations.Text(waiter.WaitingAtLeast ?? TimeSpan.FromMinutes(1))}: its file system does not answer");
    }
}
