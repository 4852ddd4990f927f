using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary><c>probes.jsonl</c>: requests that were made with a deadline, and what came back (<see cref="ProbeRecord"/>).</summary>
internal static class ProbeFormat
{
    public const string SchemaVersion = "unknot.dev/probes/v1";

    public static void Read(ReadOnlyMemory<byte> content, EvidenceFile file, EvidenceSnapshot snapshot) =>
        JsonLines.Read(content, file, snapshot, NodeJson.Default.ProbeRecord, (record, origin) =>
        {
            // A daemon's own word for its version, where it gave one.
            if (record.Values?.GetValueOrDefault("version") is { Length: > 0 } version) snapshot.Versions.TryAdd(record.Component, version);
            ProbeOutcome outcome = Enum.TryParse(record.Outcome, ignoreCase: true, out ProbeOutcome told) ? told : ProbeOutcome.Failed;
            snapshot.Probes.Add(new ProbeEvidence(
                record.Component, record.Pid, record.Call, record.ContainerId, outcome, TimeSpan.FromSeconds(Math.Clamp(record.Seconds, 0, 1e6)), record.Detail, record.Values ?? new Dictionary<string, string>(), origin));
        });
}
