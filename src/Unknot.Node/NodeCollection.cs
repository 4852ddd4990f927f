using System.Text.Json;
using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Sources;

namespace Unknot.Node;

/// <summary>What was read of a node.</summary>
public sealed class NodeCollection
{
    private NodeCollection(IReadOnlyList<EvidenceDocument> documents) => Documents = documents;

    /// <summary>Host name of the node.</summary>
    public string Host { get; private init; } = "";

    /// <summary>When the reading began.</summary>
    public DateTimeOffset TakenAt { get; private init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; private init; }

    /// <summary>What came of each source.</summary>
    public IReadOnlyList<SourceProgress> Sources { get; private init; } = [];

    /// <summary>What could not be read; also in the manifest.</summary>
    public IReadOnlyList<Gap> Gaps { get; private init; } = [];

    /// <summary>The documents, the manifest (<c>manifest.json</c>) first.</summary>
    public IReadOnlyList<EvidenceDocument> Documents { get; }

    internal static NodeCollection Of(NodeScan scan, IReadOnlyList<SourceRun> runs)
    {
        List<EvidenceDocument> documents = [.. runs.SelectMany(r => r.Sink.Documents)];
        Manifest manifest = scan.Describe() with
        {
            Sources = [.. runs.Select(r => new ManifestSource
            {
                Name = r.Name,
                Outcome = JsonNamingPolicy.CamelCase.ConvertName(r.Outcome.ToString()),
                Seconds = Math.Round(r.Elapsed.TotalSeconds, 3),
                Documents = r.Sink.Documents.Count,
                Bytes = r.Sink.Documents.Sum(d => (long)d.Content.Length),
            })],
            Gaps = [.. runs.SelectMany(r => r.Sink.Gaps).Select(g => new ManifestGap(g.Source, g.Target, g.Reason, g.Errno))],
        };
        documents.Insert(0, new EvidenceDocument(BundleContent.ManifestName, JsonSerializer.SerializeToUtf8Bytes(manifest, NodeJson.Default.Manifest), scan.StartedAt));
        return new NodeCollection(documents)
        {
            Host = manifest.Host ?? "",
            TakenAt = scan.StartedAt,
            Elapsed = TimeSpan.FromSeconds(manifest.Seconds ?? 0),
            Sources = [.. runs.Select(r => new SourceProgress(r.Name, r.Outcome, r.Elapsed))],
            Gaps = [.. runs.SelectMany(r => r.Sink.Gaps)],
        };
    }
}
