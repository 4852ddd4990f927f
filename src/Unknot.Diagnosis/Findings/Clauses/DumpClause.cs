using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A goroutine dump is cut, or has very many goroutines.</summary>
internal sealed record DumpClause : SignatureClause
{
    /// <summary>Component whose dump is meant; null for any.</summary>
    public string? Component { get; init; }

    /// <summary>True where its beginning or end is missing.</summary>
    public bool IsCut { get; init; }

    /// <summary>Least number of goroutines; 0 for any.</summary>
    public long MinGoroutines { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        DumpEvidence? dump = evidence.Snapshot.Dumps.FirstOrDefault(IsMeant);
        if (dump is null) return null;
        string cut = dump.Dump.IsTruncated || dump.Dump.IsCutAtStart ? ", cut" : "";
        return new ClauseHit($"dump of {dump.Component} with {dump.Dump.Total} goroutines{cut}", [dump.Origin], dump.Pid, dump.ContainerId);
    }

    private bool IsMeant(DumpEvidence dump) =>
        (Component is null || dump.Component == Component)
        && (!IsCut || dump.Dump.IsTruncated || dump.Dump.IsCutAtStart)
        && dump.Dump.Total >= MinGoroutines;
}
