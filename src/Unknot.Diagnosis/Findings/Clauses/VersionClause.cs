namespace Unknot.Diagnosis.Findings;

/// <summary>A component's version is told and lies in a range.</summary>
internal sealed record VersionClause : SignatureClause
{
    /// <summary>The range.</summary>
    public required VersionRange Range { get; init; }

    /// <inheritdoc/>
    public override bool IsEvidence => false;

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        if (!evidence.Snapshot.Versions.TryGetValue(Range.Component, out string? version) || Range.Contains(version) != true) return null;
        return new ClauseHit($"{Range.Component} is {version}", []);
    }
}
