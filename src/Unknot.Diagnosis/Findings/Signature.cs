namespace Unknot.Diagnosis.Findings;

/// <summary>How a finding is recognised: signs with weights.</summary>
/// <param name="Threshold">Share of the weight that must be there, above 0 and at most 1; default 1: all of it.</param>
/// <param name="Clauses">The signs.</param>
internal sealed record Signature(double Threshold, IReadOnlyList<SignatureClause> Clauses)
{
    /// <summary>Weight of all signs together.</summary>
    public double Weight { get; } = Clauses.Sum(clause => clause.Weight);

    /// <summary>True where a sign speaks of a root of the wait graph, so that the signature is looked at once for each root.</summary>
    public bool IsOfRoot { get; } = Clauses.Any(clause => clause is RootClause or ChainClause);
}
