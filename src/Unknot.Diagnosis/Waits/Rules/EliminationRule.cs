namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Last resort for a lock without a holder: goroutines inside a method of the type that locks (or a closure in one), not waiting for it.
/// Where none is left in a complete dump the lock was leaked, on an error path or by a goroutine that is gone; that is said.
/// </summary>
internal sealed class EliminationRule : IWaitRule
{
    private const int MaxCandidates = 3;
    private const int MaxLookedAt = 1_000;

    public string Name => "elimination";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (IGrouping<DumpView, LockUse> locks in graph.Locks.Where(l => l.IsOpen).GroupBy(l => l.View))
        {
            Dictionary<string, List<StackProfile>> byType = ProfilesByType(locks.Key);
            foreach (LockUse use in locks) Eliminate(graph, use, byType);
        }
    }

    private static Dictionary<string, List<StackProfile>> ProfilesByType(DumpView view)
    {
        Dictionary<string, List<StackProfile>> byType = new(StringComparer.Ordinal);
        foreach (StackProfile profile in view.Profiles.Where(p => !p.IsIdle))
        {
            foreach (string type in profile.Types)
            {
                if (!byType.TryGetValue(type, out List<StackProfile>? list)) byType[type] = list = [];
                list.Add(profile);
            }
        }

        return byType;
    }

    private void Eliminate(WaitGraphBuilder graph, LockUse use, Dictionary<string, List<StackProfile>> byType)
    {
        (DumpView view, Resource resource) = (use.View, use.Resource);
        List<int> candidates = [];
        foreach (StackProfile profile in use.Types.Where(byType.ContainsKey).SelectMany(t => byType[t]).Distinct())
        {
            if (use.IsAtLockSite(profile)) continue;
            candidates.AddRange(view.GoroutinesOn(profile).Where(i => !use.Waiting.Contains(i)));
            // So many that they decide nothing, busy or not.
            if (candidates.Count > MaxLookedAt) break;
        }

        // Who sends, calls or waits for a child inside the type is likelier than its idle loops.
        if (candidates.Count is > 1 and <= MaxLookedAt && candidates.Where(i => IsBusy(view, i)).ToList() is { Count: > 0 } busy) candidates = busy;
        if (candidates.Count is > 0 and <= MaxCandidates)
        {
            foreach (int i in candidates)
                graph.Hold(resource, graph.Goroutine(view, i), Name, Certainty.Inferred, 0.72 / candidates.Count, $"{(candidates.Count == 1 ? "the only goroutine" : "one of few goroutines")} inside the type that locks and not waiting for the lock");
            return;
        }

        Leaked(graph, view, resource, candidates.Count);
    }

    private static void Leaked(WaitGraphBuilder graph, DumpView view, Resource resource, int candidates)
    {
        if (candidates > MaxCandidates)
        {
            resource.Note = $"{(candidates > MaxLookedAt ? $"more than {MaxLookedAt}" : candidates)} goroutines are inside the type that locks: the text cannot say which holds it";
            return;
        }

        bool whole = LeakedLock.IsWhole(view);
        resource.Note = resource.Kind == ResourceKind.Semaphore
            ? "a limit on how many may pass at once: it has no single holder"
            : whole
            ? "no goroutine of this complete dump is inside code that could hold it: the lock was leaked, on an error path or by a goroutine that has ended"
            : "no goroutine in this part of the dump holds it: the holder is not in the evidence (a complete dump would tell whether the lock was leaked)";
        if (!whole || resource.Kind is not (ResourceKind.Mutex or ResourceKind.RwMutex)) return;
        LeakedLock.Add(graph, view, resource, 0.7, resource.Note);
    }

    private static bool IsBusy(DumpView view, int index)
    {
        StackProfile profile = view.ProfileOf(view.Dump[index]);
        return profile.Call is not null || profile.DbusMethod is not null || profile.IsChildWait || profile.FileSystemCall is not null || profile.IsHttpCall || profile.Lock is not null
            || view.Dump[index].State.StartsWith("chan send", StringComparison.Ordinal);
    }
}
