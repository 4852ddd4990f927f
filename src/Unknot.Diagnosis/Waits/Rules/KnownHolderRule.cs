using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Holder of a lock of a known class: a goroutine inside a function that runs with the lock held and that does not wait for that lock.
/// With one such goroutine elimination decides; with several the text cannot tell which lock is whose, and the report says so.
/// </summary>
internal sealed class KnownHolderRule : IWaitRule
{
    /// <summary>Words of the remark that a dump's text does not join locks and holders.</summary>
    public const string Undecided = "the text of a dump cannot say who holds which";

    public string Name => "known-holder";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (IGrouping<DumpView, LockUse> locks in graph.Locks.GroupBy(l => l.View))
        {
            foreach (IGrouping<LockClass, LockUse> known in locks.Where(l => ClassOf(l) is not null).GroupBy(l => ClassOf(l)!))
                Assign(graph, locks.Key, known.Key, [.. known.Select(l => l.Resource)]);
        }
    }

    private static LockClass? ClassOf(LockUse use) => use.Waiting.Count == 0 ? null : LockClass.Of(use.View.Component, use.View.ProfileOf(use.View.Dump[use.Waiting.First()]));

    private void Assign(WaitGraphBuilder graph, DumpView view, LockClass known, List<Resource> locks)
    {
        List<(int Goroutine, ulong Object)> candidates = Candidates(graph, view, known, locks);
        // Several goroutines may be at work on one object (a stop and a start): they are one candidate object.
        int objects = candidates.Select(c => c.Object).Distinct().Count();
        foreach (Resource resource in locks)
        {
            double each = objects switch { 0 => 0, 1 => 0.95, _ => Math.Max(0.95 / Math.Max(objects, locks.Count), 0.05) };
            foreach ((int goroutine, _) in candidates)
            {
                string function = Activities.ShortName(view.ProfileOf(view.Dump[goroutine]).Functions[known.HeldFrame(view.ProfileOf(view.Dump[goroutine]))]);
                string why = objects == 1
                    ? $"the only goroutine inside {function}, which runs with the {known.Name} held, and not waiting for it"
                    : $"inside {function}, which runs with a {known.Name} held; {objects} goroutines qualify and the text cannot tell them apart";
                graph.Hold(resource, graph.Goroutine(view, goroutine), Name, Certainty.Inferred, each, why);
            }
        }

        if (objects > 1)
            graph.Remark($"{view.Component}: {locks.Count} {known.Name}{(locks.Count == 1 ? "" : "s")} and {objects} possible holders: {Undecided}. Certain is only the memory of the live process; without it, end one of the hung runtime commands and see which requests go on.");
    }

    private static List<(int Goroutine, ulong Object)> Candidates(WaitGraphBuilder graph, DumpView view, LockClass known, List<Resource> locks)
    {
        List<(int Goroutine, ulong Object)> found = [];
        foreach (StackProfile profile in view.Profiles)
        {
            int frame = known.HeldFrame(profile);
            if (frame < 0) continue;
            // A waiter for the same class of lock in the very function that takes it does not hold it yet.
            if (LockWaitRule.IsLockWait(profile) && frame <= profile.CallerFrame) continue;
            foreach (int i in view.GoroutinesOn(profile))
            {
                if (graph.FindGoroutine(view, i)?.WaitEdges.Exists(e => locks.Contains(e.Resource)) == true) continue;
                found.Add((i, ObjectOf(view.Dump[i], frame)));
            }
        }

        return found;
    }

    // Argument 2 of a daemon method is the *Container, printed without "?" (LAB.md); in a profile there are no words and each entry is its own.
    private static ulong ObjectOf(Goroutine goroutine, int frame)
    {
        IReadOnlyList<StackFrame> frames = goroutine.ReadDetails().Frames;
        if (frame < frames.Count && frames[frame].Arguments is { Count: > 1 } words && words[1].IsReliable && words[1].Depth == 0 && words[1].Value > 0xffff) return words[1].Value;
        return (ulong)goroutine.Index + 1;
    }
}
