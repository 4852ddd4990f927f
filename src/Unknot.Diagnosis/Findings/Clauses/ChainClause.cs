namespace Unknot.Diagnosis.Findings;

/// <summary>The wait graph's chain goes through these components and resources.</summary>
internal sealed record ChainClause : SignatureClause
{
    /// <summary>Components in the order from the entry to the root; others may lie between them.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Kinds of resources of which each is somewhere on the chain.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        if (root is null || !InOrder(root.ChainComponents) || !Resources.All(root.Resources.Contains)) return null;
        return new ClauseHit($"the chain goes {string.Join(" → ", root.ChainComponents)}", [.. root.Origins.Take(3)], root.Pid, root.ContainerId);
    }

    private bool InOrder(IReadOnlyList<string> chain)
    {
        int found = 0;
        for (int i = 0; i < chain.Count && found < Components.Count; i++)
        {
            if (chain[i] == Components[found]) found++;
        }

        return found == Components.Count;
    }
}
