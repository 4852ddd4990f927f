using System.Text.Json;
using Unknot.Bundles;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Sources;

namespace Unknot.Node;

/// <summary>What was read of a node.</summary>
public sealed class NodeCollection
{
    private NodeCollection(IReadOnlyList<EvidenceDocument> documents) => Documents = documents;

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
        documents.Insert(0, new EvidenceDocument("manifest.json", JsonSerializer.SerializeToUtf8Bytes(manifest, NodeJson.Default.Manifest), scan.StartedAt));
        return new NodeCollection(documents);
    }
}
