using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary>A line of a <c>probes.jsonl</c>.</summary>
internal sealed record ProbeRecord
{
    /// <summary>Whom it asked: a component, <c>mount</c>.</summary>
    public required string Component { get; init; }

    /// <summary>Its pid; null when the target is no process.</summary>
    public int? Pid { get; init; }

    /// <summary>What it asked: <c>ping</c>, <c>inspect</c>, <c>ContainerStatus</c>, <c>Manager.Version</c>, <c>statfs /mnt/x</c>.</summary>
    public required string Call { get; init; }

    /// <summary>Container that it asked about; null when none.</summary>
    public string? ContainerId { get; init; }

    /// <summary>Name of a <see cref="ProbeOutcome"/> in camelCase.</summary>
    public required string Outcome { get; init; }

    /// <summary>How long it took, or was waited for.</summary>
    public double Seconds { get; init; }

    /// <summary>Error text or errno; null when answered.</summary>
    public string? Detail { get; init; }

    /// <summary>What the answer told: <c>version</c>, <c>cookie</c>.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }
}
