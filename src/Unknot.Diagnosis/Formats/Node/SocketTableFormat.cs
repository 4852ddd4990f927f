using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary><c>unix-sockets.jsonl</c>: unix sockets as netlink sock_diag shows them (<see cref="SocketRecord"/>). Who holds one is joined from <c>proc.jsonl</c>.</summary>
internal static class SocketTableFormat
{
    public const string SchemaVersion = "unknot.dev/unix-sockets/v1";

    public static void Read(ReadOnlyMemory<byte> content, EvidenceFile file, EvidenceSnapshot snapshot) =>
        JsonLines.Read(content, file, snapshot, NodeJson.Default.SocketRecord, (record, origin) => snapshot.Sockets.Add(
            new SocketEvidence(record.Inode, record.Peer ?? 0, record.Path, record.Listening, record.ReceiveQueue, record.SendQueue, [], origin)));
}
