namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Which program a dump is of, by functions that only the program itself has on its stacks: its own set-up code, its main package, its own types. A library's
/// frames never count: containerd's client is in dockerd and in the kubelet, too.
/// </summary>
internal static class ProgramNames
{
    /// <summary>Certain: beginnings of names of functions that run once, when the program starts or dumps. The first match in the table's order wins.</summary>
    private static readonly (string Start, string Program)[] s_setUp =
    [
        ("github.com/k3s-io/k3s/pkg/cli/", "k3s"),
        ("github.com/docker/docker/daemon.(*Daemon).setupDumpStackTrap", "dockerd"),
        ("github.com/docker/docker/daemon.setupDumpStackTrap", "dockerd"),
        ("github.com/moby/moby/v2/daemon.(*Daemon).setupDumpStackTrap", "dockerd"),
        ("main.(*DaemonCli).", "dockerd"),
        ("github.com/docker/docker/daemon/command.(*daemonCLI).", "dockerd"),
        ("github.com/moby/moby/v2/daemon/command.(*daemonCLI).", "dockerd"),
        ("github.com/containerd/containerd/cmd/containerd/command.", "containerd"),
        ("github.com/containerd/containerd/v2/cmd/containerd/command.", "containerd"),
        ("github.com/containerd/containerd/cmd/containerd/server.", "containerd"),
        ("github.com/containerd/containerd/v2/cmd/containerd/server.", "containerd"),
        ("github.com/containerd/containerd/runtime/v2/shim.Run", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.run", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.serve", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.dumpStacks", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.handleSignals", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.reap", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.Run", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.run", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.serve", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.dumpStacks", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.handleSignals", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.reap", "containerd-shim"),
        ("k8s.io/kubernetes/cmd/kubelet/app.", "kubelet"),
        ("k8s.io/kubernetes/cmd/kube-apiserver/app.", "kube-apiserver"),
        ("k8s.io/kubernetes/cmd/kube-controller-manager/app.", "kube-controller-manager"),
        ("k8s.io/kubernetes/cmd/kube-scheduler/app.", "kube-scheduler"),
        ("k8s.io/kubernetes/cmd/kube-proxy/app.", "kube-proxy"),
        ("github.com/Mirantis/cri-dockerd/cmd/", "cri-dockerd"),
        ("github.com/mirantis/cri-dockerd/cmd/", "cri-dockerd"),
        ("go.etcd.io/etcd/etcdmain.", "etcd"),
        ("go.etcd.io/etcd/server/v3/etcdmain.", "etcd"),
    ];

    /// <summary>Parts of the path of a file of the main package, where it does not lie in <c>cmd/PROGRAM/</c> or that is not the program's name.</summary>
    private static readonly (string Part, string Program)[] s_mainPaths =
    [
        ("k3s-io/k3s/", "k3s"),
        ("/cmd/containerd-shim", "containerd-shim"),
        ("opencontainers/runc/", "runc"),
        ("cri-dockerd/", "cri-dockerd"),
        ("containers/crun/", "crun"),
        ("go.etcd.io/etcd/", "etcd"),
        ("coreos/etcd/", "etcd"),
        ("prometheus/prometheus/cmd/prometheus/", "prometheus"),
    ];

    /// <summary>
    /// Good: the program's own types, which no other program links in, looked for where neither set-up code nor main package is among the goroutines.
    /// </summary>
    private static readonly (string Start, string Program)[] s_ownTypes =
    [
        ("github.com/docker/docker/daemon.(*Daemon).", "dockerd"),
        ("github.com/moby/moby/v2/daemon.(*Daemon).", "dockerd"),
        ("github.com/docker/docker/api/server.(*Server).", "dockerd"),
        ("github.com/docker/docker/api/server/router", "dockerd"),
        ("github.com/containerd/containerd/services/tasks.(*", "containerd"),
        ("github.com/containerd/containerd/services/server.(*Server).", "containerd"),
        ("github.com/containerd/containerd/v2/plugins/services/tasks.(*local).", "containerd"),
        ("github.com/containerd/containerd/linux/shim.(*Service).", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v1/shim.(*Service).", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/runc/v2.(*service).", "containerd-shim"),
        ("github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2/task.(*service).", "containerd-shim"),
        ("k8s.io/kubernetes/pkg/kubelet.(*Kubelet).", "kubelet"),
        ("k8s.io/kubernetes/pkg/kubelet/pleg.(*GenericPLEG).", "kubelet"),
        ("github.com/cri-o/cri-o/server.(*Server).", "crio"),
        ("github.com/Mirantis/cri-dockerd/core.(*dockerService).", "cri-dockerd"),
        ("go.etcd.io/etcd/etcdserver.(*EtcdServer).", "etcd"),
        ("go.etcd.io/etcd/server/v3/etcdserver.(*EtcdServer).", "etcd"),
    ];

    /// <summary>The program; null where nothing tells.</summary>
    internal static string? Find(GoroutineDump dump)
    {
        int setUp = int.MaxValue, ownType = int.MaxValue;
        Dictionary<FrameSymbol, string> mains = [];
        foreach (FrameSymbol frame in dump.Symbols) Look(frame, ref setUp, ref ownType, mains);
        if (setUp != int.MaxValue) return s_setUp[setUp].Program;
        return FirstMain(dump, mains) ?? (ownType == int.MaxValue ? null : s_ownTypes[ownType].Program);
    }

    private static void Look(FrameSymbol frame, ref int setUp, ref int ownType, Dictionary<FrameSymbol, string> mains)
    {
        for (int i = 0; i < Math.Min(setUp, s_setUp.Length); i++)
        {
            if (frame.Function.StartsWith(s_setUp[i].Start, StringComparison.Ordinal)) setUp = i;
        }

        for (int i = 0; i < Math.Min(ownType, s_ownTypes.Length); i++)
        {
            if (frame.Function.StartsWith(s_ownTypes[i].Start, StringComparison.Ordinal)) ownType = i;
        }

        if (frame.File is not null && frame.Function.StartsWith("main.", StringComparison.Ordinal) && OfMainPath(frame.File) is { } program) mains.Add(frame, program);
    }

    /// <summary>The program that the first frame of a main package names; stacks are searched only where frames disagree.</summary>
    private static string? FirstMain(GoroutineDump dump, Dictionary<FrameSymbol, string> mains)
    {
        if (mains.Values.Distinct().Count() <= 1) return mains.Values.FirstOrDefault();
        foreach (GoroutineStack stack in dump.Stacks)
        {
            foreach (FrameSymbol frame in stack.Frames)
            {
                if (mains.TryGetValue(frame, out string? program)) return program;
            }

            if (stack.CreatedBy is not null && mains.TryGetValue(stack.CreatedBy, out string? creator)) return creator;
        }

        return null;
    }

    /// <summary>Most repositories keep the main package of PROGRAM in <c>cmd/PROGRAM/</c>.</summary>
    private static string? OfMainPath(string file)
    {
        foreach ((string part, string program) in s_mainPaths)
        {
            if (file.Contains(part, StringComparison.Ordinal)) return program;
        }

        int folder = file.LastIndexOf('/');
        int cmd = file.LastIndexOf("/cmd/", StringComparison.Ordinal);
        if (cmd < 0 || folder <= cmd + 5) return null;
        string name = file[(cmd + 5)..folder];
        return name.Contains('/') ? null : name;
    }
}
