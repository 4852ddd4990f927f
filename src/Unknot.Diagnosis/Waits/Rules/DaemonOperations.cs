using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// A daemon's operation on one container, where no dump shows its goroutine, and what processes tell of the way down: containerd, the container's
/// shim, its runtime command. The container's id joins them: it stands in the command lines of all.
/// </summary>
internal static class DaemonOperations
{
    /// <summary>Rule of the edges that it draws.</summary>
    public const string Rule = "operation";

    /// <summary>The operation, made with its way down when there is none yet.</summary>
    public static Waiter Of(WaitGraphBuilder graph, ProcessView daemon, string container)
    {
        string full = graph.FullContainerId(container);
        Waiter operation = graph.Operation($"pid {daemon.Pid} on {Ids.Short(full)}", daemon, $"operation on {Ids.Short(full)}");
        if (operation.ContainerId is not null) return operation;
        operation.ContainerId = full;
        if (daemon.IsStopped || daemon.IsTraced) Own(graph, operation, daemon);
        else if (daemon.Component is Components.Dockerd or Components.CriDockerd) BelowDockerd(graph, operation, daemon, full);
        else BelowContainerd(graph, operation, daemon, full);
        return operation;
    }

    // The whole process stands still: what it was doing does not matter.
    private static void Own(WaitGraphBuilder graph, Waiter operation, ProcessView daemon)
    {
        Resource go = graph.Resource(ResourceKind.Syscall, $"{operation.Id} run", $"{daemon.Activity} (pid {daemon.Pid}) to run");
        go.ContainerId = operation.ContainerId;
        Provenance[] where = [.. daemon.Process.Origins.Take(1)];
        graph.Wait(operation, go, Rule, Certainty.Exact, where);
        graph.Hold(go, graph.Process(daemon.Pid), Rule, Certainty.Exact, 0.99, "none of its threads runs", where);
    }

    private static void BelowDockerd(WaitGraphBuilder graph, Waiter operation, ProcessView dockerd, string container)
    {
        if (ContainerdOf(graph, dockerd, container) is { } containerd)
        {
            bool isHalted = containerd.IsStopped || containerd.IsTraced;
            Waiter below = Of(graph, containerd, container);
            // A healthy containerd that has nothing to do with this container is not what dockerd waits for.
            if (isHalted || below.WaitEdges.Count > 0)
            {
                Call(graph, operation, below, $"containerd: task of {Ids.Short(container)}", container, isHalted ? 0.95 : 0.97, isHalted ? "containerd is halted, and dockerd reaches the container through it" : "dockerd reaches the container through it");
                return;
            }
        }

        if (InFileSystem(graph, dockerd) is { } thread)
        {
            Resource syscall = graph.Resource(ResourceKind.Syscall, $"{operation.Id} system call", "return from a system call of dockerd");
            syscall.ContainerId = container;
            graph.Wait(operation, syscall, Rule, Certainty.Inferred, [.. thread.Origins.Take(1)]);
            graph.Hold(syscall, thread, Rule, Certainty.Inferred, 0.9, "the thread of dockerd that hangs in a file system; nothing below dockerd works on this container", [.. thread.Origins.Take(1)]);
            return;
        }

        OperationPeers.Add(graph, operation, dockerd, container, Rule);
    }

    private static void BelowContainerd(WaitGraphBuilder graph, Waiter operation, ProcessView daemon, string container)
    {
        List<ProcessView> shims = ShimsOf(graph, container);
        foreach (ProcessView shim in shims)
        {
            Waiter waiter = graph.Process(shim.Pid);
            bool isBusy = waiter.WaitEdges.Exists(e => e.Resource.HoldEdges.Count > 0) || waiter.StuckConfidence > 0 || ShimActivity.UnreadBytes(graph, shim) > 0;
            if (!isBusy) continue;
            waiter.ContainerId ??= container;
            Call(graph, operation, waiter, $"shim of {Ids.Short(container)}", container, 0.97 / shims.Count, shim.ContainerId == container ? "its command line names the container" : "it is the parent of the container's first process");
        }

        if (operation.WaitEdges.Count > 0) return;
        // containerd runs a runtime command itself when it clears up after a shim that is gone.
        foreach (ProcessView command in graph.Processes.Where(p => p.IsShortLived && p.ContainerId == container && p.Process.Age >= ChildExitRule.Overdue && p.Process.ParentPid == daemon.Pid))
            Call(graph, operation, graph.Process(command.Pid), $"exit of {command.Activity} (pid {command.Pid})", container, 0.9, "its command line names the container");
    }

    /// <summary>One shim serves all containers of a pod and is named after the sandbox: of the others it is the parent.</summary>
    private static List<ProcessView> ShimsOf(WaitGraphBuilder graph, string container)
    {
        List<ProcessView> shims = graph.Processes.Where(p => p.Component is Components.Shim or Components.Conmon && p.ContainerId == container && p.Process.State != 'Z').ToList();
        if (shims.Count > 0) return shims;
        HashSet<int> first = [.. graph.Snapshot.Containers.Where(c => c.Id == container).Select(c => c.Pid).OfType<int>(), .. graph.Processes.Where(p => p.ContainerId == container).Select(p => p.Pid)];
        return [.. first.Select(pid => graph.ProcessOf(pid)?.Process.ParentPid).OfType<int>().Distinct().Select(graph.ProcessOf).OfType<ProcessView>().Where(p => p.Component is Components.Shim or Components.Conmon)];
    }

    private static void Call(WaitGraphBuilder graph, Waiter operation, Waiter below, string label, string container, double confidence, string why)
    {
        Resource call = graph.Resource(ResourceKind.Rpc, $"{operation.Id} call to {below.Id}", label);
        call.ContainerId = container;
        Provenance[] where = [.. below.Origins.Take(1)];
        graph.Wait(operation, call, Rule, Certainty.Inferred, where);
        graph.Hold(call, below, Rule, Certainty.Inferred, confidence, why, where);
    }

    /// <summary>The containerd that the container's shim names, else the one that dockerd started or names, else the only one.</summary>
    private static ProcessView? ContainerdOf(WaitGraphBuilder graph, ProcessView dockerd, string container)
    {
        List<ProcessView> all = graph.ProcessesOf(Components.Containerd).Where(p => p.Process.State != 'Z').ToList();
        if (all.Count <= 1) return all.FirstOrDefault();
        ProcessView? shim = graph.Processes.FirstOrDefault(p => p.Component == Components.Shim && p.ContainerId == container);
        foreach (string? address in (string?[])[Option(shim, "-address"), Option(dockerd, "--containerd")])
        {
            if (address is null) continue;
            if (all.FirstOrDefault(c => graph.SocketsOf(c.Pid).Any(s => s.IsListening && SamePath(s.Path, address))) is { } listener) return listener;
        }

        return all.FirstOrDefault(c => c.Process.ParentPid == dockerd.Pid);
    }

    // /var/run is a link to /run.
    private static bool SamePath(string? path, string address) => path is not null && path.Replace("/var/run/", "/run/", StringComparison.Ordinal) == address.Replace("/var/run/", "/run/", StringComparison.Ordinal);

    private static string? Option(ProcessView? process, string name)
    {
        IReadOnlyList<string> words = process?.Process.Arguments ?? [];
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] == name && i + 1 < words.Count) return words[i + 1];
            if (words[i].StartsWith(name + "=", StringComparison.Ordinal)) return words[i][(name.Length + 1)..];
        }

        return null;
    }

    private static Waiter? InFileSystem(WaitGraphBuilder graph, ProcessView daemon)
    {
        List<ThreadEvidence> waiting = daemon.Process.Threads.Where(t => KernelWaits.Of(t.KernelStack, t.Wchan) is KernelWaitKind.Fuse or KernelWaitKind.Nfs or KernelWaitKind.Ceph).ToList();
        return waiting.Count > 0 ? graph.Thread(daemon.Pid, waiting[0]) : null;
    }
}
