using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Whom an operation of dockerd waits for beside the runtime: who does not read what dockerd writes, or a plugin that has a call open. Both are
/// taken only when nothing below dockerd works on the container, and stay unsure: which of dockerd's goroutines is on that socket only its dump tells.
/// </summary>
internal static class OperationPeers
{
    // A socket buffer holds some 200 KiB (net.core.wmem_default); a few unread bytes are a message on its way.
    private const long Full = 32 << 10;

    public static void Add(WaitGraphBuilder graph, Waiter operation, ProcessView dockerd, string container, string rule)
    {
        Unread(graph, operation, dockerd, container, rule);
        if (operation.WaitEdges.Count == 0) Plugin(graph, operation, dockerd, container, rule);
    }

    private static void Unread(WaitGraphBuilder graph, Waiter operation, ProcessView dockerd, string container, string rule)
    {
        List<(SocketEvidence Own, SocketEvidence Peer)> full = WritePeers.Full(graph, dockerd.Pid).Where(f => f.Own.SendQueue >= Full).ToList();
        foreach ((SocketEvidence own, SocketEvidence peer) in full)
        {
            Resource room = graph.Resource(ResourceKind.UnixSocket, $"{operation.Id} socket {own.Inode}", "room in its socket");
            WritePeers.Describe(room, own, peer);
            room.ContainerId = container;
            graph.Wait(operation, room, rule, Certainty.Inferred, own.Origin);
            foreach (SocketOwner owner in peer.Owners.DistinctBy(o => o.Pid))
            {
                Waiter reader = graph.Process(owner.Pid);
                graph.Hold(room, reader, rule, Certainty.Inferred, 0.9, $"owns the other end, on which {peer.ReceiveQueue} bytes are unread; nothing below dockerd works on this container", own.Origin, peer.Origin);
                WaitGraphBuilder.Stuck(reader, 0.8, "SocketNotRead", $"does not read {WritePeers.Named(peer)}: {peer.ReceiveQueue} bytes wait there, and dockerd cannot write more");
            }
        }
    }

    // dockerd talks to a plugin over a socket below a plugins folder only while it waits for an answer, or keeps the connection idle: an
    // assumption, and the weakest one.
    private static void Plugin(WaitGraphBuilder graph, Waiter operation, ProcessView dockerd, string container, string rule)
    {
        foreach (SocketEvidence own in graph.SocketsOf(dockerd.Pid).Where(s => !s.IsListening))
        {
            SocketEvidence? peer = graph.SocketOf(own.PeerInode);
            if (peer?.Path is not { } path || !path.Contains("/plugins/", StringComparison.Ordinal)) continue;
            bool isUnread = peer.ReceiveQueue > 0 || own.SendQueue > 0;
            foreach (SocketOwner owner in peer.Owners.DistinctBy(o => o.Pid))
            {
                Resource answer = graph.Resource(ResourceKind.Http, $"{operation.Id} plugin {path}", $"plugin's answer on {path}");
                answer.Path = path;
                answer.ContainerId = container;
                graph.Wait(operation, answer, rule, Certainty.Inferred, own.Origin);
                Waiter plugin = graph.Process(owner.Pid, RoleOf(graph, path));
                graph.Hold(answer, plugin, rule, Certainty.Inferred, isUnread ? 0.9 : 0.8, $"the other end of dockerd's connection to {path}; nothing below dockerd works on this container", peer.Origin);
                WaitGraphBuilder.Stuck(plugin, 0.8, "PluginNotAnswering", $"dockerd has a call open on {path}, and nothing else works on the container that hangs");
            }
        }
    }

    // docker names a plugin after its socket or spec file.
    private static string RoleOf(WaitGraphBuilder graph, string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        if (name.LastIndexOf('.') is var dot and > 0) name = name[..dot];
        return graph.Snapshot.Containers.Any(c => c.VolumeDrivers.Contains(name)) ? Components.Csi : "plugin";
    }
}
