using System.Text;
using System.Text.Json;
using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Sources;

namespace Unknot.Node.Tests.Daemons;

/// <summary>What one source gave.</summary>
internal sealed class SourceReading
{
    private SourceReading(SourceSink sink)
    {
        Documents = sink.Documents;
        Gaps = sink.Gaps;
        Probes = [.. Documents.Where(d => d.Path.EndsWith("probes.jsonl", StringComparison.Ordinal)).SelectMany(Lines)];
    }

    public IReadOnlyList<EvidenceDocument> Documents { get; }

    public IReadOnlyList<Gap> Gaps { get; }

    public IReadOnlyList<ProbeRecord> Probes { get; }

    /// <summary>Reads a source as a reading of the node does, with the deadline that it would have there.</summary>
    public static SourceReading Of(INodeSource source, NodeScan scan)
    {
        using (scan) return After(SourceRun.Start(source, scan, null));
    }

    /// <summary>Waits for a source that was started.</summary>
    public static SourceReading After(SourceRun run)
    {
        run.WaitUntilDone();
        return new SourceReading(run.Sink);
    }

    /// <summary>Text of a document by the end of its name; null when there is none.</summary>
    public string? Text(string name) => Documents.FirstOrDefault(d => d.Path.EndsWith(name, StringComparison.Ordinal)) is { } document ? Encoding.UTF8.GetString(document.Content.Span) : null;

    /// <summary>The evidence that a diagnosis makes of it.</summary>
    public EvidenceSnapshot Evidence() => BundleReader.Read(Documents, new BundleOptions());

    private static IEnumerable<ProbeRecord> Lines(EvidenceDocument document) =>
        Encoding.UTF8.GetString(document.Content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => JsonSerializer.Deserialize(l, NodeJson.Default.ProbeRecord)!);
}
