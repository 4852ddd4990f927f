using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary><c>limits.jsonl</c>: what is limited on a live node and how much of it is used (<see cref="LimitRecord"/>).</summary>
internal static class LimitFormat
{
    public const string SchemaVersion = "unknot.dev/limits/v1";

    public static void Read(ReadOnlyMemory<byte> content, EvidenceFile file, EvidenceSnapshot snapshot) =>
        JsonLines.Read(content, file, snapshot, NodeJson.Default.LimitRecord, (record, origin) =>
        {
            if (record.Limit > 0 && double.IsFinite(record.Used)) snapshot.Limits.Add(new LimitEvidence(record.Kind, record.Scope, record.Used, record.Limit, origin));
        });
}
