using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Roots;

namespace Unknot.Diagnosis.Reports;

/// <summary>Findings of a judgement: for each root what it is by name, then the known causes and symptoms whose signs are there, then what it only resembles.</summary>
internal static class FindingList
{
    public static IReadOnlyList<ReportFinding> Of(Judgement judgement, EvidenceList evidence)
    {
        List<ReportFinding> list = [];
        HashSet<string> named = new(StringComparer.Ordinal);
        foreach (RootBlocker root in judgement.Roots)
        {
            if (FindingCatalog.TryGet(root.Reason, out Finding? finding) && named.Add(root.Reason))
                list.Add(Of(finding, "matched", root.Summary, [], evidence.Ids(root.Waiter.Origins)));
        }

        foreach (FindingMatch match in judgement.Matches.OrderBy(m => m.Certainty))
        {
            if (!named.Add(match.Finding.Reason)) continue;
            bool matched = match.Certainty == FindingCertainty.Matched;
            list.Add(Of(match.Finding, matched ? "matched" : "resembles", match.Finding.Title, match.Missing, evidence.Ids(match.Matched.SelectMany(c => c.Hit.Origins))));
        }

        return list;
    }

    private static ReportFinding Of(Finding finding, string certainty, string message, IReadOnlyList<string> missing, IReadOnlyList<string> evidence) => new(
        finding.Reason, finding.Severity.ToString().ToLowerInvariant(), certainty, message, missing, evidence, finding.References,
        finding.Step.Command is null ? finding.Step.Target : $"{finding.Step.Command} ({finding.Step.Target}): {finding.Step.Impact}");
}
