using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A freezer cgroup is in a state.</summary>
internal sealed record FreezerClause : SignatureClause
{
    /// <summary><c>FROZEN</c> or <c>FREEZING</c>.</summary>
    public required string State { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        FreezerEvidence? freezer = evidence.Snapshot.Freezers.FirstOrDefault(candidate => candidate.State == State);
        return freezer is null ? null : ClauseHit.At($"cgroup {freezer.CgroupPath} is {freezer.State}", freezer.Origin);
    }
}
