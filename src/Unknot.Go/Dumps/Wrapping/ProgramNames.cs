namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Which program a dump is of, by functions that only the program itself has on its stacks: its own set-up code, its main package. A library's frames
/// never count: containerd's client is in dockerd and in the kubelet, too.
/// </summary>
internal static class ProgramNames
{
    /// <summary>Beginnings of function names. The first match in the table's order wins.</summary>
    private static readonly (string Function, string Program)[] s_functions =
    [
        ("github.com/docker/docker/daemon.(*Daemon).setupDumpStackTrap", "dockerd"),
        ("github.com/docker/docker/daemon.setupDumpStackTrap", "dockerd"),
        ("github.com/moby/moby/v2/daemon.(*Daemon).setupDumpStackTrap", "dockerd"),
        ("main.(*DaemonCli).", "dockerd"),
        ("github.com/docker/docker/daemon/command.(*daemonCLI).", "dockerd"),
        ("github.com/moby/moby/v2/daemon/command.(*daemonCLI).", "dockerd"),
        ("github.com/containerd/containerd/cmd/containerd/command.", "containerd"),
        ("github.com/containerd/containerd/v2/cmd/containerd/command.", "containerd"),
        ("github.com/containerd/containerd/runtime/v2/shim.dumpStacks", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.serve", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.handleSignals", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.reap", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.run", "containerd-shim"),
        ("github.com/containerd/containerd/runtime/v2/shim.Run", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.dumpStacks", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.serve", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.handleSignals", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.reap", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.run", "containerd-shim"),
        ("github.com/containerd/containerd/v2/pkg/shim.Run", "containerd-shim"),
        ("k8s.io/kubernetes/cmd/kubelet/app.", "kubelet"),
        ("k8s.io/kubernetes/cmd/kube-apiserver/app.", "kube-apiserver"),
        ("k8s.io/kubernetes/cmd/kube-controller-manager/app.", "kube-controller-manager"),
        ("k8s.io/kubernetes/cmd/kube-scheduler/app.", "kube-scheduler"),
        ("k8s.io/kubernetes/cmd/kube-proxy/app.", "kube-proxy"),
    ];

    internal static string? Find(GoroutineDump dump)
    {
        int best = int.MaxValue;
        foreach (GoroutineStack stack in dump.Stacks)
        {
            foreach (FrameSymbol frame in stack.Frames)
            {
                for (int i = 0; i < Math.Min(best, s_functions.Length); i++)
                {
                    if (frame.Function.StartsWith(s_functions[i].Function, StringComparison.Ordinal)) best = i;
                }
            }
        }

        return best == int.MaxValue ? null : s_functions[best].Program;
    }
}
