using Unknot.Diagnosis.Evidence;
using Unknot.Go.Dumps;

namespace Unknot.Bundles;

/// <summary>Tells by the packages on its stacks which program a dump is of.</summary>
internal static class DumpComponent
{
    /// <summary>Distinct stacks looked at: daemons show themselves in the first few hundred.</summary>
    private const int MaxStacks = 2_000;

    // In this order: the shim vendors containerd's packages, the kubelet docker's client, and nearly all of them runc's libcontainer.
    private static readonly (string Part, string Component)[] Signs =
    [
        ("/cmd/containerd-shim", Components.Shim),
        ("containerd/runtime/v2/shim.", Components.Shim),
        ("containerd/runtime/v1/shim.", Components.Shim),
        ("containerd/linux/shim.", Components.Shim),
        ("containerd/pkg/shim.", Components.Shim),
        ("containerd/v2/pkg/shim.", Components.Shim),
        ("/cmd/containerd/command.", Components.Containerd),
        ("/cmd/containerd/server.", Components.Containerd),
        ("containerd/services/server.", Components.Containerd),
        ("k8s.io/kubernetes/pkg/kubelet", Components.Kubelet),
        ("k8s.io/kubernetes/cmd/kubelet", Components.Kubelet),
        ("Mirantis/cri-dockerd", Components.CriDockerd),
        ("github.com/cri-o/cri-o/", Components.Crio),
        ("github.com/docker/docker/daemon.", Components.Dockerd),
        ("github.com/docker/docker/cmd/dockerd", Components.Dockerd),
        ("github.com/moby/moby/v2/daemon.", Components.Dockerd),
        ("github.com/docker/docker/api/server.", Components.Dockerd),
    ];

    /// <summary>The component; null when no stack tells.</summary>
    public static string? Of(GoroutineDump dump)
    {
        int best = Signs.Length;
        foreach (GoroutineStack stack in dump.Stacks.Take(MaxStacks))
        {
            foreach (FrameSymbol frame in stack.Frames) best = Math.Min(best, SignOf(frame.Function, best));
            if (stack.CreatedBy is { } creator) best = Math.Min(best, SignOf(creator.Function, best));
        }

        if (best < Signs.Length) return Signs[best].Component;
        return dump.Origin.Program is { } program ? Components.ByProgram(program) : null;
    }

    private static int SignOf(string function, int below)
    {
        for (int i = 0; i < below; i++)
        {
            if (function.Contains(Signs[i].Part, StringComparison.Ordinal)) return i;
        }

        return below;
    }
}
