namespace Unknot.Diagnosis.Findings;

/// <summary>A goroutine stands in these functions.</summary>
internal sealed record StackClause : SignatureClause
{
    /// <summary>Component whose dump is meant; null for any.</summary>
    public string? Component { get; init; }

    /// <summary>
    /// Parts of function names, the innermost frame (where it waits) first. Other frames may lie between them. A part that begins with
    /// <c>created by </c> means the goroutine's go statement, which no other part does.
    /// </summary>
    public required IReadOnlyList<string> Functions { get; init; }

    /// <summary>True where the first function must be the innermost frame, the runtime's own aside: the goroutine waits in it and in nothing that it calls.</summary>
    public bool IsTop { get; init; }

    /// <summary>States of which the goroutine has one; empty for any. A profile has no states: there the condition is passed over.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Least whole minutes that it waits; 0 for any. A dump without a duration does not fulfil it.</summary>
    public int MinMinutes { get; init; }

    /// <summary>Least number of such goroutines in one dump.</summary>
    public int MinCount { get; init; } = 1;

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root) => evidence.StackHits.GetValueOrDefault(this);

    /// <summary>Whether a goroutine on a fitting stack counts.</summary>
    /// <param name="state">Its state as printed; empty in a profile.</param>
    /// <param name="minutes">Its printed minutes.</param>
    /// <returns>True where it counts.</returns>
    public bool Accepts(string state, int? minutes) =>
        (MinMinutes == 0 || minutes >= MinMinutes) && (States.Count == 0 || state.Length == 0 || States.Contains(state));

    /// <summary>Two clauses are the same only when they are one object: they key the search's results.</summary>
    /// <param name="other">Another clause.</param>
    /// <returns>True for the same object.</returns>
    public bool Equals(StackClause? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
