using Unknot.Node.Bus;
using Unknot.Node.Journal;
using Unknot.Node.KernelLog;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;

namespace Unknot.Node.Sources;

/// <summary>The sources of a node. A new one is a class in a folder of its own and its line here.</summary>
internal static class NodeSources
{
    public static IReadOnlyList<INodeSource> All { get; } =
    [
        new ProcessSource(),
        new UnixSocketSource(),
        new BusSource(),
        new JournalSource(),
        new KernelLogSource(),
    ];
}
