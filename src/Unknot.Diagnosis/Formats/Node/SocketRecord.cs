namespace Unknot.Diagnosis.Formats.Node;

/// <summary>A line of <c>unix-sockets.jsonl</c>.</summary>
internal sealed record SocketRecord
{
    /// <summary>Inode (<c>udiag_ino</c>).</summary>
    public required ulong Inode { get; init; }

    /// <summary>Peer's inode (<c>UNIX_DIAG_PEER</c>); null when none.</summary>
    public ulong? Peer { get; init; }

    /// <summary>Bound name, <c>@</c> for an abstract one.</summary>
    public string? Path { get; init; }

    /// <summary>TCP_LISTEN.</summary>
    public bool Listening { get; init; }

    /// <summary><c>udiag_rqueue</c>: bytes to be read; connections not accepted where it listens.</summary>
    public long ReceiveQueue { get; init; }

    /// <summary><c>udiag_wqueue</c>: bytes not read by the peer; the backlog's limit where it listens.</summary>
    public long SendQueue { get; init; }
}
