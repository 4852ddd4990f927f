using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Roots;

/// <summary>
/// Follows every waiter to where its chain ends. A resource with several possible holders splits the way; a waiter reached again on its own
/// way is a cycle, which is a root as well.
/// </summary>
internal sealed class RootFinder
{
    // A process that is stopped, or has been seen not to read, cannot go on whatever else it may be waiting for.
    private const double StuckForSure = 0.9;
    private const int MaxDepth = 200;

    private readonly Dictionary<Waiter, Dictionary<Waiter, double>> _ends = [];
    private readonly Dictionary<Waiter, IReadOnlyList<Waiter>> _cycles = [];
    private readonly List<Waiter> _path = [];

    /// <summary>Members of the cycle that closes at this waiter; empty when none does.</summary>
    public IReadOnlyList<Waiter> CycleAt(Waiter waiter) => _cycles.GetValueOrDefault(waiter, []);

    /// <summary>Roots with those behind them, in no order yet.</summary>
    public IReadOnlyList<RootBlocker> Find(WaitGraphBuilder graph)
    {
        Dictionary<Waiter, RootBlocker> roots = [];
        foreach (Waiter waiter in graph.Waiters)
        {
            foreach ((Waiter end, double probability) in Ends(waiter))
            {
                if (!roots.TryGetValue(end, out RootBlocker? root)) roots[end] = root = new RootBlocker(end) { Cycle = CycleAt(end) };
                if (end != waiter) root.Behind[waiter] = probability;
            }
        }

        return [.. roots.Values.Select(Represented).DistinctBy(r => r.Waiter)];
    }

    // Of a circle the member to look at is the one that holds a lock and waits for something else than a lock: there the cut is made.
    private static RootBlocker Represented(RootBlocker root)
    {
        if (root.Cycle.Count < 2) return root;
        Waiter chosen = root.Cycle.OrderByDescending(HoldsLock).ThenBy(WaitsForLock).ThenByDescending(w => w.HoldEdges.Sum(h => h.Resource.WaitEdges.Sum(e => e.Waiter.Count))).ThenBy(w => w.Id, StringComparer.Ordinal).First();
        if (chosen == root.Waiter) return root;
        int at = root.Cycle.ToList().IndexOf(chosen);
        RootBlocker other = new(chosen) { End = root.Waiter, Cycle = [.. root.Cycle.Skip(at), .. root.Cycle.Take(at)] };
        foreach ((Waiter waiter, double probability) in root.Behind) if (waiter != chosen) other.Behind[waiter] = probability;
        other.Behind[root.Waiter] = 1;
        return other;
    }

    private static bool HoldsLock(Waiter waiter) => waiter.HoldEdges.Exists(h => IsLock(h.Resource));

    private static bool WaitsForLock(Waiter waiter) => waiter.WaitEdges.Exists(e => IsLock(e.Resource));

    private static bool IsLock(Resource resource) => resource.Kind is ResourceKind.Mutex or ResourceKind.RwMutex or ResourceKind.Once;

    /// <summary>Where the chain of a waiter ends, with how probably. Sums to at most 1; what is missing ends where nobody is known.</summary>
    public IReadOnlyDictionary<Waiter, double> Ends(Waiter waiter)
    {
        if (_ends.TryGetValue(waiter, out Dictionary<Waiter, double>? known)) return known;
        if (IsTerminal(waiter)) return _ends[waiter] = new Dictionary<Waiter, double> { [waiter] = 1 };
        int at = _path.IndexOf(waiter);
        if (at >= 0 || _path.Count > MaxDepth)
        {
            if (at >= 0) _cycles.TryAdd(waiter, _path.Skip(at).ToArray());
            return new Dictionary<Waiter, double> { [waiter] = 1 };
        }

        _path.Add(waiter);
        Dictionary<Waiter, double> ends = [];
        List<WaitEdge> edges = OpenEdges(waiter);
        foreach (WaitEdge edge in edges) Follow(edge, 1.0 / edges.Count, ends);
        _path.RemoveAt(_path.Count - 1);
        return _ends[waiter] = ends;
    }

    /// <summary>Wait edges that lead on: those whose resource somebody else holds.</summary>
    public static List<WaitEdge> OpenEdges(Waiter waiter) => waiter.WaitEdges.Where(e => e.Resource.HoldEdges.Count > 0).ToList();

    private static bool IsTerminal(Waiter waiter)
    {
        if (waiter.StuckConfidence >= StuckForSure) return true;
        List<WaitEdge> open = OpenEdges(waiter);
        return open.Count == 0 || open.TrueForAll(e => e.Resource.HoldEdges.TrueForAll(h => h.Holder == waiter));
    }

    private void Follow(WaitEdge edge, double share, Dictionary<Waiter, double> ends)
    {
        // Candidates that are each nearly sure (two at work on one container) still are one way together.
        double total = edge.Resource.HoldEdges.Sum(h => h.Confidence);
        if (total > 1) share /= total;
        foreach (HoldEdge hold in edge.Resource.HoldEdges)
        {
            if (hold.Holder == edge.Waiter) continue;
            foreach ((Waiter end, double probability) in Ends(hold.Holder))
                ends[end] = ends.GetValueOrDefault(end) + (share * hold.Confidence * probability);
        }
    }
}
