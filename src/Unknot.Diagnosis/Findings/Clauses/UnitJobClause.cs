using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>Jobs wait in systemd's queue.</summary>
internal sealed record UnitJobClause : SignatureClause
{
    /// <summary>Least number of waiting jobs.</summary>
    public int MinCount { get; init; } = 1;

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        List<UnitJobEvidence> waiting = [.. evidence.Snapshot.UnitJobs.Where(job => job.State == "waiting")];
        if (waiting.Count < MinCount || waiting.Count == 0) return null;
        UnitJobEvidence? running = evidence.Snapshot.UnitJobs.FirstOrDefault(job => job.State == "running");
        string behind = running is null ? "" : $"; {running.Type} of {running.Unit} is running";
        return new ClauseHit($"{waiting.Count} jobs wait in systemd's queue{behind}", [.. waiting.Take(3).Select(job => job.Origin)]);
    }
}
