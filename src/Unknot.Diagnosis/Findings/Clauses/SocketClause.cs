using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A unix socket has unread data or connections that were not accepted.</summary>
internal sealed record SocketClause : SignatureClause
{
    /// <summary>Part of its path; null for any.</summary>
    public string? Path { get; init; }

    /// <summary>True where it listens.</summary>
    public bool IsListening { get; init; }

    /// <summary>Least Recv-Q: bytes, or connections where it listens.</summary>
    public long MinReceiveQueue { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        SocketEvidence? socket = evidence.Snapshot.Sockets.FirstOrDefault(IsMeant);
        if (socket is null) return null;
        int? pid = socket.Owners.Count > 0 ? socket.Owners[0].Pid : null;
        return new ClauseHit($"socket {socket.Path ?? socket.Inode.ToString()} has Recv-Q {socket.ReceiveQueue}", [socket.Origin], pid);
    }

    private bool IsMeant(SocketEvidence socket) =>
        (Path is null || socket.Path?.Contains(Path, StringComparison.Ordinal) == true)
        && (!IsListening || socket.IsListening)
        && socket.ReceiveQueue >= MinReceiveQueue;
}
