using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A node condition has a status.</summary>
internal sealed record ConditionClause : SignatureClause
{
    /// <summary>Type of the condition: <c>Ready</c>.</summary>
    public required string ConditionType { get; init; }

    /// <summary>Statuses of which it has one: <c>True</c>, <c>False</c>, <c>Unknown</c>.</summary>
    public required IReadOnlyList<string> Statuses { get; init; }

    /// <summary>Part of its message, case ignored; null for any.</summary>
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        foreach (NodeEvidence node in evidence.Snapshot.Nodes)
        {
            if (node.Conditions.FirstOrDefault(IsMeant) is { } condition)
            {
                return ClauseHit.At($"node {node.Name}: {condition.Type} is {condition.Status}: {condition.Message}", node.Origin);
            }
        }

        return null;
    }

    private bool IsMeant(NodeCondition condition) =>
        condition.Type == ConditionType
        && Statuses.Contains(condition.Status)
        && (Text is null || condition.Message.Contains(Text, StringComparison.OrdinalIgnoreCase));
}
