namespace Unknot.Diagnosis.Formats.Node;

/// <summary>A source of the <see cref="Manifest"/>.</summary>
internal sealed record ManifestSource
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>complete</c>, <c>timedOut</c> or <c>failed</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>Documents that it gave.</summary>
    public int Documents { get; init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; init; }
}
