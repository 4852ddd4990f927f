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
    private const int MaxPerStack = 2;
    private const int MaxPerLock = 12;
    private const ulong OnceSpan = 12;
    private const ulong ObjectSpan = 65_536;
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
        bool? writerQueued = null;
        foreach (int i in twice)
        {
            StackProfile profile = view.ProfileOf(view.Dump[i]);
            IReadOnlyList<StackFrame> frames = view.Dump[i].ReadDetails().Frames;
            int outer = OuterUse(frames, profile, resource.Address ?? 0);
            Waiter waiter = Unfolded(graph, view, i);
            bool reader = profile.Functions.Take(profile.CallerFrame).Any(f => f.EndsWith("RLock", StringComparison.Ordinal));
            bool reentered = reader && (writerQueued ??= use.Waiting.Any(w => view.ProfileOf(view.Dump[w]).Functions.Any(f => f == "sync.(*RWMutex).Lock")));
            string what = reentered ? "read lock re-entered behind a queued writer" : "holds it already";
            string why = $"{what}: {Activities.ShortName(frames[outer].Symbol.Function)} further up the same stack runs on the same object and called back into {Activities.ShortName(frames[profile.CallerFrame].Symbol.Function)}";
            graph.Hold(resource, waiter, Name, Certainty.Inferred, _last ? 0.65 : 0.78, why, view.ProvenanceOf(view.Dump[i]));
            WaitGraphBuilder.Stuck(waiter, _last ? 0.9 : 0.95, reentered ? "ReadLockReentered" : "SelfDeadlock", why);
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
        if (profile.Lock == ResourceKind.Once) return OuterOnce(frames, caller, address);
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

    // sync.Once.Do entered again from the function that it runs: the same Once twice in one stack waits for itself for ever. Its own address is
    // seldom reliable in doSlow; then the object that both callers run on tells, once nobody else is left who could be inside a Once of it.
    private int OuterOnce(IReadOnlyList<StackFrame> frames, int caller, ulong mutex)
    {
        for (int i = caller + 1; i < frames.Count; i++)
        {
            if (!IsOnce(frames[i])) continue;
            // A Once is its flag and its mutex behind it: sync/once.go, go1.4 to go1.27.
            if (FirstWord(frames[i]) is { IsReliable: true } once && mutex >= once.Value && mutex - once.Value <= OnceSpan) return i;
            int outer = i + 1;
            while (outer < frames.Count && IsSync(frames[outer].Symbol.Function)) outer++;
            if (_last && outer < frames.Count && IsSameObject(frames[caller], frames[outer], mutex)) return outer;
            i = outer;
        }

        return -1;
    }

    private static bool IsSameObject(StackFrame inner, StackFrame outer, ulong mutex) =>
        FirstWord(inner) is { IsKnown: true, Value: > 0xffff } one && FirstWord(outer) is { IsKnown: true } other && one.Value == other.Value
        && LockUse.TypeOf(inner.Symbol.Function) is { } type && type == LockUse.TypeOf(outer.Symbol.Function)
        && (mutex == 0 || (mutex >= one.Value && mutex - one.Value < ObjectSpan));

    private static ArgumentWord? FirstWord(StackFrame frame) => frame.Arguments.Count > 0 ? frame.Arguments[0] : null;

    private static bool IsOnce(StackFrame frame) => frame.Symbol.Function.StartsWith("sync.(*Once).", StringComparison.Ordinal);

    private static bool IsSync(string function) => function.StartsWith("sync.", StringComparison.Ordinal) || function.StartsWith("internal/sync.", StringComparison.Ordinal);
}
