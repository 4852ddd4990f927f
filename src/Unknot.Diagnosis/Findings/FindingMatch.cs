namespace Unknot.Diagnosis.Findings;

/// <summary>A finding that the evidence fits, or resembles.</summary>
/// <param name="Finding">The catalogue's entry.</param>
/// <param name="Certainty">Whether it may be the verdict.</param>
/// <param name="Score">Share of the signature's weight that was found, 0 to 1.</param>
/// <param name="Matched">Signs found, with where they stand.</param>
/// <param name="Missing">Signs not found, in words: what would make it certain, or what speaks against it.</param>
/// <param name="Root">Root of the wait graph that it speaks of; null where the signs name none.</param>
internal sealed record FindingMatch(
    Finding Finding,
    FindingCertainty Certainty,
    double Score,
    IReadOnlyList<MatchedClause> Matched,
    IReadOnlyList<string> Missing,
    RootFact? Root)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Finding.Reason} {Certainty} {Score:0.00}";
}
