using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>systemd has units in a state, or very many.</summary>
internal sealed record UnitClause : SignatureClause
{
    /// <summary>Names of which it has one; empty for any unit.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Active states of which it has one; empty for any.</summary>
    public IReadOnlyList<string> Active { get; init; } = [];

    /// <summary>Least number of loaded units; 0 where it is one unit that counts.</summary>
    public int MinLoaded { get; init; }

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        if (MinLoaded > 0 && (evidence.Snapshot.UnitCount ?? 0) < MinLoaded) return null;
        UnitEvidence? unit = evidence.Snapshot.Units.FirstOrDefault(IsMeant);
        if (MinLoaded > 0) return new ClauseHit($"systemd has {evidence.Snapshot.UnitCount} units loaded", unit is null ? [] : [unit.Origin]);
        return unit is null ? null : new ClauseHit($"{unit.Name} is {unit.Active}{(unit.Sub.Length > 0 ? $" ({unit.Sub})" : "")}", [unit.Origin], unit.MainPid);
    }

    private bool IsMeant(UnitEvidence unit) => (Names.Count == 0 || Names.Contains(unit.Name)) && (Active.Count == 0 || Active.Contains(unit.Active));
}
