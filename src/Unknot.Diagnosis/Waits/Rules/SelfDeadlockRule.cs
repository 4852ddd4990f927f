using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// One stack that holds and waits: a method ran on an object, called out into other code, and that code came back to the same object and
/// waits for its lock. For an RWMutex whose readers only wait because a writer is queued, the same is a re-entered read lock.
/// Two methods of one object directly above each other are the ordinary pattern and say nothing.
/// </summary>
internal sealed class SelfDeadlockRule : IWaitRule
{
    // Goroutines on one stack differ in their objects only: a few tell what all would.
    private const int MaxPerStack = 4;
    private const int MaxPerLock = 40;
    private readonly bool _last;

    /// <param name="last">True for the second look, when nobody else was found who could hold the lock: then the ordinary pattern is taken too.</param>
    public SelfDeadlockRule(bool last) => _last = last;

    public string Name => "self-deadlock";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (LockUse use in graph.Locks.Where(l => l.IsOpen).ToArray()) Look(graph, use);
    }

    private void Look(WaitGraphBuilder graph, LockUse use)
    {
        (DumpView view, Resource resource) = (use.View, use.Resource);
        if (_last && !view.Dump.IsComplete) return;
        // Only stacks that come back to the type (or to a Once) can be such; most do not, and their words need not be read.
        List<int> twice = use.Waiting.GroupBy(i => view.ProfileOf(view.Dump[i])).Where(p => CanComeBack(p.Key)).SelectMany(p => p.Take(MaxPerStack)).Take(MaxPerLock)
            .Where(i => OuterUse(view.Dump[i].ReadDetails().Frames, view.ProfileOf(view.Dump[i]), resource.Address ?? 0) >= 0).ToList();
        // Many that come the same way: then it is how the lock is always taken.
        if (_last && twice.Count != 1) return;
        foreach (int i in twice)
        {
            StackProfile profile = view.ProfileOf(view.Dump[i]);
            IReadOnlyList<StackFrame> frames = view.Dump[i].ReadDetails().Frames;
            int outer = OuterUse(frames, profile, resource.Address ?? 0);
            Waiter waiter = Unfolded(graph, view, i);
            bool reader = profile.Functions.Take(profile.CallerFrame).Any(f => f.EndsWith("RLock", StringComparison.Ordinal));
            bool writerQueued = use.Waiting.Any(w => view.ProfileOf(view.Dump[w]).Functions.Any(f => f == "sync.(*RWMutex).Lock"));
            string what = reader && writerQueued ? "read lock re-entered behind a queued writer" : "holds it already";
            string why = $"{what}: {Activities.ShortName(frames[outer].Symbol.Function)} further up the same stack runs on the same object and called back into {Activities.ShortName(frames[profile.CallerFrame].Symbol.Function)}";
            graph.Hold(resource, waiter, Name, Certainty.Inferred, _last ? 0.65 : 0.78, why, view.ProvenanceOf(view.Dump[i]));
            WaitGraphBuilder.Stuck(waiter, _last ? 0.9 : 0.95, reader && writerQueued ? "ReadLockReentered" : "SelfDeadlock", why);
        }
    }

    private static bool CanComeBack(StackProfile profile)
    {
        if (profile.CallerFrame < 0) return false;
        if (profile.Lock == ResourceKind.Once || profile.Functions.Any(f => f.StartsWith("sync.(*Once)", StringComparison.Ordinal))) return true;
        if (profile.CallerType is not { } type) return profile.Functions.Count > profile.CallerFrame + 1;
        for (int i = profile.CallerFrame + 1; i < profile.Functions.Count; i++)
        {
            if (profile.Functions[i].StartsWith(type, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static Waiter Unfolded(WaitGraphBuilder graph, DumpView view, int goroutine) => graph.Goroutine(view, goroutine);

    // The frame outside the caller that runs on the same object, with a frame of other code between the two unless nobody else is left; -1 when there is none.
    private int OuterUse(IReadOnlyList<StackFrame> frames, StackProfile profile, ulong address)
    {
        int caller = profile.CallerFrame;
        if (caller >= frames.Count) return -1;
        if (profile.Lock == ResourceKind.Once || profile.Functions.Take(caller + 3).Any(f => f.StartsWith("sync.(*Once)", StringComparison.Ordinal))) return OuterOnce(frames);
        string? type = LockUse.TypeOf(frames[caller].Symbol.Function);
        ulong receiver = frames[caller].Arguments is { Count: > 0 } words && words[0].IsReliable ? words[0].Value : 0;
        if (receiver <= 0xffff) receiver = address;
        if (receiver == 0) return -1;
        bool foreign = _last;
        for (int i = caller + 1; i < frames.Count; i++)
        {
            string function = frames[i].Symbol.Function;
            bool same = type is not null && LockUse.TypeOf(function) == type;
            bool carries = frames[i].Arguments.Count > 0 && frames[i].Arguments[0].IsReliable && (frames[i].Arguments[0].Value == receiver || frames[i].Arguments[0].Value == address);
            if (foreign && carries && (same || type is null)) return i;
            if (!same && !IsSync(function)) foreign = true;
        }

        return -1;
    }

    // sync.Once.Do entered again from the function that it runs: the same Once twice in one stack waits for itself for ever.
    private static int OuterOnce(IReadOnlyList<StackFrame> frames)
    {
        ulong once = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            if (!frames[i].Symbol.Function.StartsWith("sync.(*Once).", StringComparison.Ordinal) || frames[i].Arguments.Count == 0 || !frames[i].Arguments[0].IsReliable) continue;
            ulong address = frames[i].Arguments[0].Value;
            bool between = i > 0 && !IsSync(frames[i - 1].Symbol.Function);
            if (once != 0 && address == once && between) return i;
            if (once == 0) once = address;
        }

        return -1;
    }

    private static bool IsSync(string function) => function.StartsWith("sync.", StringComparison.Ordinal) || function.StartsWith("internal/sync.", StringComparison.Ordinal);
}
