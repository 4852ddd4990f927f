using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Roots;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis;

/// <summary>
/// Evidence in, report out: snapshot → wait graph → roots → findings → report. Pure: the same snapshot gives the same report, on the node,
/// on a laptop, in a test. Open this file first.
/// </summary>
public static class Diagnoser
{
    /// <summary>Diagnoses a node from what is known of it.</summary>
    /// <param name="snapshot">The evidence.</param>
    /// <returns>The report; never null, whatever the evidence: where it is not enough the verdict says so.</returns>
    public static Report Diagnose(EvidenceSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        WaitGraphBuilder graph = WaitRules.Apply(snapshot);
        RootJudge judge = new();
        List<RootBlocker> roots = [.. judge.Judge(graph)];
        IReadOnlyList<FindingMatch> matches = FindingMatcher.Match(new FindingContext(snapshot, [.. roots.Select(RootFacts.Of)]));
        KnownRoots.Apply(roots, judge, graph, matches);
        Judgement judgement = Judgement.Of(snapshot, graph.Build(), roots, matches);
        return ReportBuilder.Build(snapshot, graph.Build(), judgement);
    }
}
