using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>An strace ends in a system call.</summary>
internal sealed record TraceClause : SignatureClause
{
    /// <summary>Name of the system call: <c>write</c>.</summary>
    public required string Syscall { get; init; }

    /// <summary>Part of the line; null for any.</summary>
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        TraceEndEvidence? end = evidence.Snapshot.TraceEnds.FirstOrDefault(IsMeant);
        return end is null ? null : new ClauseHit($"strace ends in {end.Text}", [end.Origin], end.Pid);
    }

    private bool IsMeant(TraceEndEvidence end) =>
        end.Syscall == Syscall && (Text is null || end.Text.Contains(Text, StringComparison.Ordinal));
}
