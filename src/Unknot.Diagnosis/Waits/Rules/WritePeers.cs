using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Who does not read what a goroutine cannot get rid of: the process at the other end of its process' unix socket that has unsent bytes here and
/// unread ones there (<c>ss -xp</c>). Goroutine and socket are joined by elimination: no argument word of a write is a descriptor.
/// </summary>
internal static class WritePeers
{
    private const double UnreadForSure = 0.85;
    private const double OnlyTheWriter = 0.6;

    public static bool AddHolders(WaitGraphBuilder graph, DumpView view, StackProfile profile, Waiter waiter, Resource resource, string rule)
    {
        resource.Label = "room in its socket";
        resource.Method = Activities.ShortName(profile.Functions[profile.CallerFrame]);
        List<(SocketEvidence Own, SocketEvidence Peer)> full = Full(graph, view.Evidence.Pid);
        foreach ((SocketEvidence own, SocketEvidence peer) in full)
        {
            foreach (SocketOwner owner in peer.Owners.DistinctBy(o => o.Pid))
            {
                if (full.Count == 1) Describe(resource, own, peer);
                Waiter reader = graph.Process(owner.Pid);
                graph.Hold(resource, reader, rule, Certainty.Inferred, 0.93 / (full.Count * peer.Owners.DistinctBy(o => o.Pid).Count()), $"owns the other end, on which {peer.ReceiveQueue} bytes are unread", own.Origin, peer.Origin);
                WaitGraphBuilder.Stuck(reader, UnreadForSure, "SocketNotRead", $"does not read {Named(peer)}: {peer.ReceiveQueue} bytes wait there, and {view.Component} cannot write more");
            }
        }

        if (resource.HoldEdges.Count == 0) Unseen(graph, view, profile, waiter, resource, rule);
        return true;
    }

    /// <summary>A process' sockets with unsent bytes here and unread ones at the other end, which another process holds.</summary>
    public static List<(SocketEvidence Own, SocketEvidence Peer)> Full(WaitGraphBuilder graph, int? pid)
    {
        List<(SocketEvidence Own, SocketEvidence Peer)> full = [];
        foreach (SocketEvidence own in pid is { } writer ? graph.SocketsOf(writer) : [])
        {
            if (own is { IsListening: false, SendQueue: > 0 } && graph.SocketOf(own.PeerInode) is { ReceiveQueue: > 0 } peer && peer.Owners.All(o => o.Pid != pid)) full.Add((own, peer));
        }

        return full;
    }

    public static void Describe(Resource resource, SocketEvidence own, SocketEvidence peer)
    {
        resource.Path = peer.Path ?? own.Path;
        resource.Inode = own.Inode;
        resource.Label = $"room in its socket to {Named(peer)}";
    }

    public static string Named(SocketEvidence peer) => peer.Path ?? $"socket {peer.Inode}";

    // The list of sockets is missing, or it is a TCP connection: then only what it writes to can be said.
    private static void Unseen(WaitGraphBuilder graph, DumpView view, StackProfile profile, Waiter waiter, Resource resource, string rule)
    {
        bool isLog = profile.Functions.Any(f => f.Contains("/daemon/logger/", StringComparison.Ordinal));
        string reader = isLog ? "log server" : "reader of its socket";
        Waiter outside = graph.External($"{reader} of {waiter.Id} (not in the evidence)", Components.Application, reader);
        graph.Hold(resource, outside, rule, Certainty.Assumed, 0.85, "a write to a socket returns when the other end has read", waiter.Origins[0]);
        WaitGraphBuilder.Stuck(outside, OnlyTheWriter, "SocketNotRead", $"the {reader} does not read what {view.Component} writes to it; which process that is, ss -xp (or ss -tp) tells");
    }
}
