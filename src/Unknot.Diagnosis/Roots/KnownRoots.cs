using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Roots;

/// <summary>
/// What known causes add. One whose whole signature holds explains the root that it speaks of: its name is the root's reason then. Where no
/// chain led to a root, it makes one of the end of a chain in its own component, or of the goroutine that its sign stands in.
/// </summary>
internal static class KnownRoots
{
    // Its signs are all there, but no chain proves that this is what others wait for.
    private const double BySignature = 0.75;

    public static void Apply(List<RootBlocker> roots, RootJudge judge, WaitGraphBuilder graph, IReadOnlyList<FindingMatch> matches)
    {
        foreach (FindingMatch match in matches.Where(m => m.Certainty == FindingCertainty.Matched && m.Finding.Kind == FindingKind.Known))
        {
            if (roots.FirstOrDefault(r => Speaks(match, r)) is { } root)
            {
                // The first known cause stays: matches come in the order of their worth.
                if (!(FindingCatalog.TryGet(root.Reason, out Finding? named) && named.Kind == FindingKind.Known)) root.Reason = match.Finding.Reason;
                continue;
            }

            if (roots.Count > 0 || match.Finding.Severity == FindingSeverity.Info || match.Finding.Step.Action == RemediationAction.Wait) continue;
            if ((EndOf(judge.Ends, match) ?? GoroutineOf(graph, match)) is not { } end) continue;
            judge.Promote(end, match.Finding.Reason, match.Finding.Title, Math.Min(BySignature, match.Score * 0.8));
            roots.Add(end);
        }
    }

    private static bool Speaks(FindingMatch match, RootBlocker root)
    {
        // A sign that is only about the root's container speaks of another component's trouble with it.
        bool isOfRoot = match.Finding.Component == "*" || match.Finding.Component == root.Waiter.Component || match.Matched.Any(c => c.Clause is RootClause or ChainClause);
        if (match.Root is not null) return isOfRoot && root.Waiter.Component == match.Root.Component && root.Waiter.Pid == match.Root.Pid;
        // Signs in stacks or logs alone name no root: they explain one in the finding's own component.
        return match.Finding.Component != "*" && root.Waiter.Component == match.Finding.Component && root.Confidence < 0.95;
    }

    // The goroutine that the sign stands in, where no rule had a reason to look at it.
    private static RootBlocker? GoroutineOf(WaitGraphBuilder graph, FindingMatch match)
    {
        foreach (Provenance place in match.Matched.Where(c => c.Clause is StackClause).SelectMany(c => c.Hit.Origins))
        {
            foreach (DumpView view in graph.Views.Where(v => v.Evidence.Origin.File == place.File))
            {
                for (int i = 0; i < view.Dump.Count; i++)
                {
                    if (view.Dump[i].Line == place.Line) return new RootBlocker(graph.Goroutine(view, i));
                }
            }
        }

        return null;
    }

    private static RootBlocker? EndOf(IReadOnlyList<RootBlocker> ends, FindingMatch match)
    {
        RootBlocker? byComponent = ends.Where(e => e.Behind.Count > 0 && e.Waiter.Component == match.Finding.Component).MaxBy(e => e.WaitersBehind);
        if (byComponent is not null) return byComponent;
        HashSet<Provenance> places = [.. match.Matched.SelectMany(c => c.Hit.Origins)];
        return ends.FirstOrDefault(e => e.Waiter.Kind == WaiterKind.Goroutine && e.Waiter.Origins.Any(places.Contains));
    }
}
