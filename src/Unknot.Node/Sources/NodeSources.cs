using Unknot.Node.Bus;
using Unknot.Node.Cgroups;
using Unknot.Node.Containerd;
using Unknot.Node.Cri;
using Unknot.Node.Docker;
using Unknot.Node.Journal;
using Unknot.Node.KernelLog;
using Unknot.Node.Kubelet;
using Unknot.Node.Limits;
using Unknot.Node.Mounts;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;

namespace Unknot.Node.Sources;

/// <summary>The sources of a node. A new one is a class in a folder of its own and its line here.</summary>
internal static class NodeSources
{
    public static IReadOnlyList<INodeSource> All { get; } =
    [
        new ProcessSource(),
        new SecondLookSource(),
        new UnixSocketSource(),
        new MountSource(),
        new FreezerSource(),
        new LimitSource(),
        new DockerSource(),
        new CriSource(),
        new ContainerdSource(),
        new ShimSource(),
        new KubeletSource(),
        new BusSource(),
        new JournalSource(),
        new KernelLogSource(),
    ];
}
