using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary><c>probes.jsonl</c>: requests that were made with a deadline, and what came back (<see cref="ProbeRecord"/>).</summary>
internal static class ProbeFormat
{
    public const string SchemaVersion = "unknot.dev/probes/v1";

    public static void Read(ReadOnlyMemory<byte> content, EvidenceFile file, EvidenceSnapshot snapshot) =>
        JsonLines.Read(content, file, snapshot, NodeJson.Default.ProbeRecord, (record, origin) =>
        {
            NoteVersion(record, snapshot);
            ProbeOutcome outcome = Enum.TryParse(record.Outcome, ignoreCase: true, out ProbeOutcome told) ? told : ProbeOutcome.Failed;
            snapshot.Probes.Add(new ProbeEvidence(
                record.Component, record.Pid, record.Call, record.ContainerId, outcome, TimeSpan.FromSeconds(Math.Clamp(record.Seconds, 0, 1e6)), record.Detail, record.Values ?? new Dictionary<string, string>(), origin));
        });

    /// <summary>The CRI names the runtime that answers, which through dockershim and cri-dockerd is another than the one that was asked.</summary>
    private static void NoteVersion(ProbeRecord record, EvidenceSnapshot snapshot)
    {
        if (!record.Call.EndsWith("Version", StringComparison.Ordinal) || record.Values?.GetValueOrDefault("version") is not { } version) return;
        string program = record.Values.GetValueOrDefault("runtime") switch { null => record.Component, "docker" => Components.Dockerd, "cri-o" => Components.Crio, var runtime => runtime };
        VersionTold.Note(snapshot, program, version);
    }
}
