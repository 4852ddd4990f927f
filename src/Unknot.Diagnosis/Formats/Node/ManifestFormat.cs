using System.Text.Json;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary><c>manifest.json</c>: when and how a node was collected, and what could not be read.</summary>
internal static class ManifestFormat
{
    public const string SchemaVersion = "unknot.dev/bundle/v1";

    private const int MaxGaps = 1_000;

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
        snapshot.Collection ??= new CollectionEvidence(manifest.Host, manifest.TakenAt, manifest.Seconds, manifest.Uid);
        if (manifest.Uid is > 0 and var uid)
            snapshot.Gaps.Add(new Gap("manifest", "this node", $"was read without root (uid {uid}): what other users' processes have open and where they wait in the kernel was not to be had; as root: sudo unknot diagnose"));
        IReadOnlyList<ManifestGap> gaps = manifest.Gaps ?? [];
        foreach (ManifestGap gap in gaps.Take(MaxGaps)) snapshot.Gaps.Add(new Gap(gap.Source, gap.Target, gap.Reason, gap.Errno));
        if (gaps.Count > MaxGaps) snapshot.Gaps.Add(new Gap("manifest", file.Path, $"{gaps.Count - MaxGaps} further gaps are not listed"));
    }
}
