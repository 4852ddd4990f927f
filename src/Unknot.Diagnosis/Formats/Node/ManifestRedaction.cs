namespace Unknot.Diagnosis.Formats.Node;

/// <summary>What the <see cref="Manifest"/> says about secrets.</summary>
internal sealed record ManifestRedaction
{
    /// <summary>True when they were looked for and replaced; false when they were left in on purpose (<c>--no-redact</c>).</summary>
    public required bool Applied { get; init; }

    /// <summary>How many were replaced, by kind; null when none.</summary>
    public IReadOnlyDictionary<string, long>? Replaced { get; init; }
}
