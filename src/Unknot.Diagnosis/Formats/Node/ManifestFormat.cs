using System.Text.Json;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary><c>manifest.json</c>: when and how a node was collected, and what could not be read.</summary>
internal static class ManifestFormat
{
    public const string SchemaVersion = "unknot.dev/bundle/v1";

    public static void Read(ReadOnlyMemory<byte> content, EvidenceFile file, EvidenceSnapshot snapshot)
    {
        Manifest? manifest = null;
        try
        {
            manifest = JsonSerializer.Deserialize(content.Span, NodeJson.Default.Manifest);
        }
        catch (JsonException error)
        {
            snapshot.Gaps.Add(new Gap("manifest", file.Path, "is no manifest: " + error.Message));
        }

        if (manifest is null) return;
        file.CollectedAt = manifest.TakenAt;
        snapshot.Uptime = manifest.UptimeSeconds is { } up and > 0 and < 1e10 ? TimeSpan.FromSeconds(up) : snapshot.Uptime;
        if (manifest.KernelRelease is { Length: > 0 } kernel) snapshot.Versions.TryAdd("kernel", kernel);
        foreach (ManifestGap gap in manifest.Gaps ?? []) snapshot.Gaps.Add(new Gap(gap.Source, gap.Target, gap.Reason, gap.Errno));
    }
}
