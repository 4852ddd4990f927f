namespace Unknot.Diagnosis.Findings;

/// <summary>The wait graph's root is of a kind.</summary>
internal sealed record RootClause : SignatureClause
{
    /// <summary>Components of which the root is one; empty for any.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Kinds of the last resource of the chain, of which it is one: what the root is waited for. Empty for any.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>What the rules say of the root, of which one is enough; empty for any.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        if (root is null || !IsMeant(root)) return null;
        string pid = root.Pid is { } number ? $" ({number})" : "";
        return new ClauseHit($"the chain ends at {root.Component}{pid}", [.. root.Origins.Take(3)], root.Pid, root.ContainerId);
    }

    private bool IsMeant(RootFact root) =>
        (Components.Count == 0 || Components.Contains(root.Component))
        && (Resources.Count == 0 || (root.Resources.Count > 0 && Resources.Contains(root.Resources[^1])))
        && (Rules.Count == 0 || root.Rules.Any(Rules.Contains));
}
