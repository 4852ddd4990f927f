using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Which mount a wait in a file system is on, and who must answer for it: a FUSE server on the node, a file server outside.</summary>
internal static class MountOwners
{
    /// <summary>The mount resource of a kernel wait, with its owner added.</summary>
    public static Resource Add(WaitGraphBuilder graph, KernelWaitKind kind, string rule, string? path, Provenance evidence)
    {
        List<MountEvidence> mounts = graph.Snapshot.Mounts.Where(m => Matches(m.FileSystem, kind)).DistinctBy(m => m.Target).ToList();
        if (path is not null && mounts.Where(m => path.StartsWith(m.Target, StringComparison.Ordinal)).MaxBy(m => m.Target.Length) is { } under) mounts = [under];
        MountEvidence? mount = mounts.Count == 1 ? mounts[0] : null;
        string word = Word(kind);
        string id = mount is null ? $"{word} mount{(path is null ? "" : " of " + path)}" : $"mount {mount.Target}";
        Resource resource = graph.Resource(ResourceKind.Mount, id, mount is null ? $"a {word} mount" : $"{mount.FileSystem} mount {mount.Target}");
        resource.Path = mount?.Target ?? path;
        if (mount is null && mounts.Count > 1) resource.Note = $"{mounts.Count} {word} mounts are there: {string.Join(", ", mounts.Take(5).Select(m => m.Target))}";
        if (resource.HoldEdges.Count == 0) AddOwner(graph, resource, kind, mount, rule, evidence);
        return resource;
    }

    private static void AddOwner(WaitGraphBuilder graph, Resource resource, KernelWaitKind kind, MountEvidence? mount, string rule, Provenance evidence)
    {
        if (kind == KernelWaitKind.Fuse && FuseServer(graph, mount) is { } server)
        {
            Waiter process = graph.Process(server.Pid);
            graph.Hold(resource, process, rule, Certainty.Inferred, 0.95, mount is null ? "the only process that serves a FUSE mount" : $"its command line names {mount.Target}", [.. server.Process.Origins.Take(1), evidence]);
            WaitGraphBuilder.Stuck(process, 0.9, "FilesystemServerNotAnswering", $"serves the FUSE mount {mount?.Target} and has not answered");
            return;
        }

        string who = mount is null ? $"{Word(kind)} server" : $"{Word(kind)} server of {mount.Target} ({mount.Source})";
        Waiter outside = graph.External(who, kind == KernelWaitKind.Fuse ? "application" : Components.Kernel, "does not answer");
        graph.Hold(resource, outside, rule, Certainty.Inferred, 0.95, mount is null ? "the kernel waits for it" : $"{mount.Source} is mounted there", mount is null ? [evidence] : [mount.Origin, evidence]);
        WaitGraphBuilder.Stuck(outside, kind == KernelWaitKind.Fuse ? 0.78 : 0.85, "MountNotAnswering", mount is null ? $"a {Word(kind)} file system has not answered a system call" : $"{mount.Source}, mounted on {mount.Target}, has not answered a system call");
    }

    private static ProcessView? FuseServer(WaitGraphBuilder graph, MountEvidence? mount)
    {
        List<ProcessView> byPath = mount is null ? [] : graph.Processes.Where(p => p.Process.Arguments.Skip(1).Any(a => a.TrimEnd('/') == mount.Target.TrimEnd('/')) && p.Process.State != 'Z' && !IsMountClient(p)).ToList();
        if (byPath.Count >= 1) return byPath[0];
        List<ProcessView> byDevice = graph.Processes.Where(p => p.Process.Files.Any(f => f.Target == "/dev/fuse")).ToList();
        return byDevice.Count == 1 ? byDevice[0] : null;
    }

    private static bool IsMountClient(ProcessView process) => process.Component is Components.Dockerd or Components.Containerd or Components.Runc or Components.Shim
        || process.Activity is "docker" or "ls" or "stat" or "df" or "umount" or "mount" or "timeout";

    private static bool Matches(string fileSystem, KernelWaitKind kind) => kind switch
    {
        KernelWaitKind.Fuse => (fileSystem == "fuse" || fileSystem.StartsWith("fuse.", StringComparison.Ordinal)) && fileSystem is not ("fuse.lxcfs" or "fuse.gvfsd-fuse"),
        KernelWaitKind.Nfs => fileSystem.StartsWith("nfs", StringComparison.Ordinal) && fileSystem != "nfsd",
        KernelWaitKind.Ceph => fileSystem == "ceph",
        _ => false,
    };

    private static string Word(KernelWaitKind kind) => kind switch
    {
        KernelWaitKind.Fuse => "FUSE",
        KernelWaitKind.Nfs => "NFS",
        KernelWaitKind.Ceph => "ceph",
        _ => "disk",
    };
}
