using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Roots;

/// <summary>Picks the ways to a root that a reader should see: one for each kind of entry, the likeliest steps.</summary>
internal sealed class ChainFinder
{
    private const int MaxChains = 6;
    private const int MaxSteps = 60;

    private readonly RootFinder _finder;

    public ChainFinder(RootFinder finder) => _finder = finder;

    public IReadOnlyList<WaitChain> ChainsTo(RootBlocker root)
    {
        List<WaitChain> chains = [];
        IEnumerable<Waiter> entries = root.Behind.Where(b => b.Value >= 0.05).Select(b => b.Key).Where(w => !HasSomebodyBehind(w, root) || w.IsEntry)
            .OrderByDescending(w => root.Behind[w] >= 0.5).ThenByDescending(w => w.WaitingAtLeast ?? TimeSpan.Zero).ThenByDescending(w => w.Count);
        foreach (IGrouping<(string, string), Waiter> kind in entries.GroupBy(w => (w.Component, w.Activity)))
        {
            Waiter first = kind.First();
            if (Walk(first, root) is { Count: > 0 } steps) chains.Add(new WaitChain(first, steps, kind.Skip(1).Sum(w => w.Count)));
        }

        return WithoutCovered([.. chains.OrderBy(c => Math.Min(c.Entry.EntryRank, 3)).ThenByDescending(c => c.Steps.Count).ThenByDescending(c => c.Entry.Count)]);
    }

    // A chain whose entry stands on a way shown already says nothing new.
    private static List<WaitChain> WithoutCovered(List<WaitChain> chains)
    {
        List<WaitChain> kept = [];
        HashSet<Waiter> covered = [];
        foreach (WaitChain chain in chains)
        {
            if (kept.Count == MaxChains || !covered.Add(chain.Entry)) continue;
            covered.UnionWith(chain.Waiters);
            kept.Add(chain);
        }

        return kept;
    }

    private static bool HasSomebodyBehind(Waiter waiter, RootBlocker root) =>
        waiter.HoldEdges.Exists(h => h.Resource.WaitEdges.Exists(e => root.Behind.ContainsKey(e.Waiter) && e.Waiter != waiter));

    private List<ChainStep>? Walk(Waiter from, RootBlocker root)
    {
        List<ChainStep> steps = [];
        HashSet<Waiter> seen = [];
        Waiter at = from;
        while (at != root.Waiter && steps.Count < MaxSteps && seen.Add(at))
        {
            ChainStep? best = null;
            double bestProbability = 0;
            foreach (WaitEdge edge in RootFinder.OpenEdges(at))
            {
                foreach (HoldEdge hold in edge.Resource.HoldEdges.Where(h => !seen.Contains(h.Holder)))
                {
                    double probability = hold.Holder == root.Waiter ? hold.Confidence : hold.Confidence * _finder.Ends(hold.Holder).GetValueOrDefault(root.End);
                    if (probability <= bestProbability) continue;
                    (best, bestProbability) = (new ChainStep(edge, hold), probability);
                }
            }

            if (best is null) return null;
            steps.Add(best);
            at = best.Hold.Holder;
        }

        return at == root.Waiter ? steps : null;
    }
}
