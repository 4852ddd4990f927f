using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A log line of a kind was written.</summary>
internal sealed record LogClause : SignatureClause
{
    /// <summary>Kinds of which one is enough (<see cref="LogPatterns"/>).</summary>
    public required IReadOnlyList<string> LogKinds { get; init; }

    /// <summary>Who wrote it; null for anybody.</summary>
    public string? Component { get; init; }

    /// <summary>Part of the message, case ignored; null for any.</summary>
    public string? Text { get; init; }

    /// <summary>Least number of such lines.</summary>
    public int MinCount { get; init; } = 1;

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        List<LogEvidence> lines = [.. LogKinds.SelectMany(kind => evidence.LogsByKind[kind]).Where(IsMeant)];
        long count = lines.Sum(line => line.Count);
        if (count < MinCount) return null;
        string more = count > 1 ? $" ({count} lines)" : "";
        return new ClauseHit(lines[0].Message + more, [.. lines.Take(3).Select(line => line.Origin)], lines[0].Pid, lines[0].ContainerId);
    }

    private bool IsMeant(LogEvidence line) =>
        (Component is null || line.Component == Component) && (Text is null || line.Message.Contains(Text, StringComparison.OrdinalIgnoreCase));
}
