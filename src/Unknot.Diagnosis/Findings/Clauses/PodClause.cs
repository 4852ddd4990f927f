using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>Pods have a status.</summary>
internal sealed record PodClause : SignatureClause
{
    /// <summary>Statuses of which it has one: <c>Terminating</c>, <c>ContainerCreating</c>, …</summary>
    public required IReadOnlyList<string> Statuses { get; init; }

    /// <summary>Least number of such pods.</summary>
    public int MinCount { get; init; } = 1;

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        List<PodEvidence> pods = [.. evidence.Snapshot.Pods.Where(pod => Statuses.Contains(pod.Status))];
        if (pods.Count < MinCount || pods.Count == 0) return null;
        string more = pods.Count > 1 ? $" and {pods.Count - 1} more" : "";
        return new ClauseHit($"pod {pods[0].Name} is {pods[0].Status}{more}", [.. pods.Take(3).Select(pod => pod.Origin)]);
    }
}
