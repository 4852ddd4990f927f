using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>Something limited is used up to a share.</summary>
internal sealed record LimitClause : SignatureClause
{
    /// <summary>Kinds of which one is enough (<see cref="LimitEvidence.Kind"/>).</summary>
    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>Least used share; 0 to 1.</summary>
    public double MinShare { get; init; } = 1;

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        LimitEvidence? limit = evidence.Snapshot.Limits.Where(l => Limits.Contains(l.Kind) && l.Share >= MinShare).MaxBy(l => l.Share);
        return limit is null ? null : ClauseHit.At(string.Create(CultureInfo.InvariantCulture, $"{limit.Kind} of {limit.Scope}: {limit.Share:P0} used"), limit.Origin);
    }
}
