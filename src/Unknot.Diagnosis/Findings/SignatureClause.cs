namespace Unknot.Diagnosis.Findings;

/// <summary>One sign of a signature. The kinds are the derived types; <c>findings.yaml</c> names them by their first key.</summary>
internal abstract record SignatureClause
{
    /// <summary>What has to be there, in words: also what is said to be missing when it is not.</summary>
    public required string Words { get; init; }

    /// <summary>How much it counts; default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>True where the finding is never matched without it, whatever the weights say.</summary>
    public bool IsRequired { get; init; }

    /// <summary>False for what narrows a finding but never speaks for it alone (a version).</summary>
    public virtual bool IsEvidence => true;

    /// <summary>Looks for the sign.</summary>
    /// <param name="evidence">The evidence, prepared for many signs.</param>
    /// <param name="root">The root of the wait graph that is looked at; null when there is none.</param>
    /// <returns>Where it was found; null where it was not.</returns>
    public abstract ClauseHit? Find(EvidenceIndex evidence, RootFact? root);
}
