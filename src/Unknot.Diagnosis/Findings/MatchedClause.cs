namespace Unknot.Diagnosis.Findings;

/// <summary>A sign that was found, and where.</summary>
/// <param name="Clause">The sign.</param>
/// <param name="Hit">Where it was found.</param>
internal sealed record MatchedClause(SignatureClause Clause, ClauseHit Hit);
