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
        List<Waiter> entries = [.. root.Behind.Where(b => b.Value >= 0.05).Select(b => b.Key).Where(w => w.IsEntry || !HasSomebodyBehind(w, root))];
        if (entries.Exists(w => w.IsEntry)) entries.RemoveAll(w => !w.IsEntry);
        List<WaitChain> chains = [];
        HashSet<Waiter> covered = [];
        foreach (Waiter entry in InOrder(root, entries))
        {
            // A chain whose entry stands on a way shown already says nothing new.
            if (chains.Count == MaxChains || covered.Contains(entry)) continue;
            if (Walk(entry, root, covered) is not { Count: > 0 } steps) continue;
            covered.Add(entry);
            covered.UnionWith(steps.Select(s => s.Hold.Holder));
            chains.Add(new WaitChain(entry, steps, 0));
        }

        return CountAlike(entries, chains, covered);
    }

    // Nearest to the user first; among equals the longest way, which shows most; then who has waited longest.
    private IEnumerable<Waiter> InOrder(RootBlocker root, List<Waiter> entries) =>
        entries.Select(w => (Waiter: w, Length: Walk(w, root, [])?.Count ?? 0)).OrderBy(w => Math.Min(w.Waiter.EntryRank, 3)).ThenByDescending(w => w.Length)
            .ThenByDescending(w => w.Waiter.WaitingAtLeast ?? TimeSpan.Zero).ThenByDescending(w => w.Waiter.Count).Select(w => w.Waiter);

    private static IReadOnlyList<WaitChain> CountAlike(List<Waiter> entries, List<WaitChain> chains, HashSet<Waiter> covered)
    {
        List<Waiter> left = entries.Where(w => !covered.Contains(w)).ToList();
        return [.. chains.Select(c => c with { Like = left.Where(w => w.Component == c.Entry.Component && w.Activity == c.Entry.Activity).Sum(w => w.Count) }).ToList()];
    }

    private static bool HasSomebodyBehind(Waiter waiter, RootBlocker root) =>
        waiter.HoldEdges.Exists(h => h.Resource.WaitEdges.Exists(e => root.Behind.ContainsKey(e.Waiter) && e.Waiter != waiter));

    private List<ChainStep>? Walk(Waiter from, RootBlocker root, HashSet<Waiter> covered)
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
                    // Of equals the one that no other chain has shown: so that each hung container gets its own line.
                    if (covered.Contains(hold.Holder)) probability *= 0.999;
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
