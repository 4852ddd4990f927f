using System.Text.Json.Serialization;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary>The manifest of a collection.</summary>
internal sealed record Manifest
{
    /// <summary>Always <see cref="ManifestFormat.SchemaVersion"/>; stands first, so that the document is known by its beginning.</summary>
    [JsonPropertyOrder(-1)]
    public required string SchemaVersion { get; init; }

    /// <summary>Version of unknot that collected.</summary>
    public string? Tool { get; init; }

    /// <summary>Host name of the node.</summary>
    public string? Host { get; init; }

    /// <summary><c>/proc/sys/kernel/random/boot_id</c>: pids and start ticks are of this boot.</summary>
    public string? BootId { get; init; }

    /// <summary><c>uname -r</c>.</summary>
    public string? KernelRelease { get; init; }

    /// <summary>Seconds since boot.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>When the collection began.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>How long it took, seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Effective user id of the collector: 0 saw the most.</summary>
    public int? Uid { get; init; }

    /// <summary>Where <c>/proc</c> of the node was.</summary>
    public string? ProcRoot { get; init; }

    /// <summary>What was replaced in the documents; null before they are made into a bundle.</summary>
    public ManifestRedaction? Redaction { get; init; }

    /// <summary>The sources, each with what came of it.</summary>
    public IReadOnlyList<ManifestSource>? Sources { get; init; }

    /// <summary>The daemons that were asked for a goroutine dump by a signal, in that order; null when none was.</summary>
    public IReadOnlyList<ManifestDump>? Dumps { get; init; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<ManifestGap>? Gaps { get; init; }
}
