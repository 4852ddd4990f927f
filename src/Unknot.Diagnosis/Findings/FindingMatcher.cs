using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>Holds the catalogue against the evidence and the wait graph's roots. Open this file first.</summary>
internal static class FindingMatcher
{
    /// <summary>A known cause with less of its weight than this is not even offered.</summary>
    private const double ResemblanceShare = 0.5;

    /// <summary>Sums of weights such as 0.1 + 0.2 are not exact.</summary>
    private const double Tolerance = 1e-9;

    private static readonly IReadOnlyList<RootFact?> s_noRoot = [null];

    /// <summary>All findings that the evidence fits, and the known causes that it resembles.</summary>
    /// <param name="context">Evidence and roots.</param>
    /// <param name="findings">Entries to try; default the whole catalogue.</param>
    /// <returns>
    /// Matches before resemblances; among them known causes, then generic findings, then symptoms; those that name a root first. A finding stands
    /// once for each root that it matches.
    /// </returns>
    public static IReadOnlyList<FindingMatch> Match(FindingContext context, IReadOnlyList<Finding>? findings = null)
    {
        findings ??= FindingCatalog.All;
        List<StackClause> stackClauses = [.. findings.SelectMany(finding => finding.Signature.Clauses).OfType<StackClause>()];
        EvidenceIndex evidence = new(context.Snapshot, stackClauses);
        return [.. findings.SelectMany(finding => MatchOne(finding, evidence, context.Roots)).OrderBy(Rank)];
    }

    /// <summary>A cause that fits better goes before one that fits less; generic findings stay in the catalogue's order, the more telling first.</summary>
    private static (int Certainty, int Kind, bool IsRootless, int Severity, double Unfitness) Rank(FindingMatch match) => (
        (int)match.Certainty,
        (int)match.Finding.Kind,
        match.Root is null,
        match.Finding.Kind == FindingKind.Symptom ? (int)match.Finding.Severity : 0,
        match.Finding.Kind == FindingKind.Known ? -match.Score : 0);

    /// <summary>A finding once for each root that its signs name; where they name none, once.</summary>
    private static IEnumerable<FindingMatch> MatchOne(Finding finding, EvidenceIndex evidence, IReadOnlyList<RootFact> roots)
    {
        IEnumerable<RootFact?> subjects = finding.Signature.IsOfRoot && roots.Count > 0 ? roots : s_noRoot;
        List<FindingMatch> found = [.. subjects.Select(root => Weigh(finding, evidence, root, roots)).OfType<FindingMatch>()];
        List<FindingMatch> ofRoots = found.FindAll(match => IsMatched(match) && match.Matched.Any(sign => sign.Clause is RootClause or ChainClause));
        return ofRoots.Count > 0 ? ofRoots : found.OrderBy(match => (int)match.Certainty).ThenByDescending(match => match.Score).Take(1);
    }

    private static bool IsMatched(FindingMatch match) => match.Certainty == FindingCertainty.Matched;

    private static FindingMatch? Weigh(Finding finding, EvidenceIndex evidence, RootFact? root, IReadOnlyList<RootFact> roots)
    {
        List<MatchedClause> matched = [];
        List<string> missing = [];
        bool requiredHold = true;
        foreach (SignatureClause clause in finding.Signature.Clauses)
        {
            if (clause.Find(evidence, root) is { } hit)
            {
                matched.Add(new MatchedClause(clause, hit));
                continue;
            }

            if (clause is { IsRequired: true, IsEvidence: false }) return null; // a version that must be told: without it every node would resemble
            missing.Add(clause.Words);
            requiredHold &= !clause.IsRequired;
        }

        if (!matched.Exists(match => match.Clause.IsEvidence)) return null;
        bool isAffected = AddContradictions(finding, evidence.Snapshot, missing);
        double score = matched.Sum(match => match.Clause.Weight) / finding.Signature.Weight;
        bool isMatched = isAffected && requiredHold && score >= finding.Signature.Threshold - Tolerance;
        if (!isMatched && (finding.Kind != FindingKind.Known || score < ResemblanceShare - Tolerance)) return null;
        FindingCertainty certainty = isMatched ? FindingCertainty.Matched : FindingCertainty.Resembles;
        return new FindingMatch(finding, certainty, score, matched, missing, RootOf(matched, root, roots));
    }

    /// <summary>False where a version is told that lies outside the affected ranges of its component: then it can only be a resemblance.</summary>
    private static bool AddContradictions(Finding finding, EvidenceSnapshot snapshot, List<string> missing)
    {
        bool isAffected = true;
        foreach (IGrouping<string, VersionRange> ranges in (finding.Versions?.Affected ?? []).GroupBy(range => range.Component))
        {
            if (!snapshot.Versions.TryGetValue(ranges.Key, out string? version) || ranges.Any(range => range.Contains(version) != false)) continue;
            missing.Add($"an affected version: {ranges.Key} is {version}, known for {string.Join(" or ", ranges)}");
            isAffected = false;
        }

        return isAffected;
    }

    /// <summary>The root that signs of the graph held for; else one whose process or container a sign is about.</summary>
    private static RootFact? RootOf(List<MatchedClause> matched, RootFact? root, IReadOnlyList<RootFact> roots)
    {
        if (root is not null && matched.Exists(match => match.Clause is RootClause or ChainClause)) return root;
        return roots.FirstOrDefault(candidate => candidate.Pid is { } pid && matched.Exists(match => match.Hit.Pid == pid))
            ?? roots.FirstOrDefault(candidate => candidate.ContainerId is { } id && matched.Exists(match => match.Hit.ContainerId == id));
    }
}
