using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Roots;

/// <summary>Picks the ways to a root that a reader should see: one for each kind of entry, the likeliest steps.</summary>
internal sealed class ChainFinder
{
    private const int MaxChains = 4;
    private const int MaxSteps = 60;

    private readonly RootFinder _finder;

    public ChainFinder(RootFinder finder) => _finder = finder;

    public IReadOnlyList<WaitChain> ChainsTo(RootBlocker root)
    {
        List<WaitChain> chains = [];
        IEnumerable<Waiter> entries = root.Behind.Where(b => b.Value >= 0.05).Select(b => b.Key).Where(w => !HasSomebodyBehind(w, root) || w.IsEntry)
            .OrderBy(w => w.EntryRank).ThenByDescending(w => root.Behind[w] >= 0.5).ThenByDescending(w => w.WaitingAtLeast ?? TimeSpan.Zero).ThenByDescending(w => w.Count);
        HashSet<Waiter> covered = [];
        foreach (IGrouping<(string, string), Waiter> kind in entries.GroupBy(w => (w.Component, w.Activity)))
        {
            // An entry that stands on a way shown already needs no way of its own.
            List<Waiter> open = kind.Where(w => !covered.Contains(w)).ToList();
            if (open.Count == 0) continue;
            if (Walk(open[0], root.Waiter) is not { Count: > 0 } steps) continue;
            foreach (ChainStep step in steps) covered.Add(step.Wait.Waiter);
            chains.Add(new WaitChain(open[0], steps, open.Skip(1).Sum(w => w.Count)));
            if (chains.Count == MaxChains) break;
        }

        return chains;
    }

    private static bool HasSomebodyBehind(Waiter waiter, RootBlocker root) =>
        waiter.HoldEdges.Exists(h => h.Resource.WaitEdges.Exists(e => root.Behind.ContainsKey(e.Waiter) && e.Waiter != waiter));

    private List<ChainStep>? Walk(Waiter from, Waiter root)
    {
        List<ChainStep> steps = [];
        HashSet<Waiter> seen = [];
        Waiter at = from;
        while (at != root && steps.Count < MaxSteps && seen.Add(at))
        {
            ChainStep? best = null;
            double bestProbability = 0;
            foreach (WaitEdge edge in RootFinder.OpenEdges(at))
            {
                foreach (HoldEdge hold in edge.Resource.HoldEdges.Where(h => !seen.Contains(h.Holder)))
                {
                    double probability = hold.Holder == root ? hold.Confidence : hold.Confidence * _finder.Ends(hold.Holder).GetValueOrDefault(root);
                    if (probability <= bestProbability) continue;
                    (best, bestProbability) = (new ChainStep(edge, hold), probability);
                }
            }

            if (best is null) return null;
            steps.Add(best);
            at = best.Hold.Holder;
        }

        return at == root ? steps : null;
    }
}
