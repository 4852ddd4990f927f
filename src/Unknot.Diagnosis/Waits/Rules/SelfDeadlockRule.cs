using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// One stack that holds and waits: a method ran on an object, called out into other code, and that code came back to the same object and
/// waits for its lock. For an RWMutex whose readers only wait because a writer is queued, the same is a re-entered read lock.
/// Two methods of one object directly above each other are the ordinary pattern and say nothing.
/// </summary>
internal sealed class SelfDeadlockRule : IWaitRule
{
    public string Name => "self-deadlock";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            foreach (Resource resource in graph.Resources.Where(r => PointerHolderRule.IsOpenLockOf(view, r)).ToArray()) Look(graph, view, resource);
        }
    }

    private void Look(WaitGraphBuilder graph, DumpView view, Resource resource)
    {
        LockUse use = LockUse.Of(graph, view, resource);
        foreach (int i in use.Waiting)
        {
            StackProfile profile = view.ProfileOf(view.Dump[i]);
            if (profile.CallerFrame < 0) continue;
            IReadOnlyList<StackFrame> frames = view.Dump[i].ReadDetails().Frames;
            int outer = OuterUse(frames, profile.CallerFrame, resource.Address ?? 0);
            if (outer < 0) continue;
            Waiter waiter = Unfolded(graph, view, i);
            bool reader = profile.Functions.Take(profile.CallerFrame).Any(f => f.EndsWith("RLock", StringComparison.Ordinal));
            bool writerQueued = use.Waiting.Any(w => view.ProfileOf(view.Dump[w]).Functions.Any(f => f == "sync.(*RWMutex).Lock"));
            string what = reader && writerQueued ? "read lock re-entered behind a queued writer" : "holds it already";
            string why = $"{what}: {Activities.ShortName(frames[outer].Symbol.Function)} further up the same stack runs on the same object and called back into {Activities.ShortName(frames[profile.CallerFrame].Symbol.Function)}";
            graph.Hold(resource, waiter, Name, Certainty.Inferred, 0.78, why, view.ProvenanceOf(view.Dump[i]));
            WaitGraphBuilder.Stuck(waiter, 0.95, reader && writerQueued ? "ReadLockReentered" : "SelfDeadlock", why);
        }
    }

    private static Waiter Unfolded(WaitGraphBuilder graph, DumpView view, int goroutine) => graph.Goroutine(view, goroutine);

    // The frame outside the caller that runs on the same object, with a frame of other code between the two; -1 when there is none.
    private static int OuterUse(IReadOnlyList<StackFrame> frames, int caller, ulong address)
    {
        if (caller >= frames.Count) return -1;
        string? type = LockUse.TypeOf(frames[caller].Symbol.Function);
        ulong receiver = frames[caller].Arguments is { Count: > 0 } words && words[0].IsReliable ? words[0].Value : 0;
        if (receiver <= 0xffff) receiver = address;
        if (receiver == 0) return -1;
        bool foreign = false;
        for (int i = caller + 1; i < frames.Count; i++)
        {
            string function = frames[i].Symbol.Function;
            bool same = type is not null && LockUse.TypeOf(function) == type;
            bool carries = frames[i].Arguments.Count > 0 && frames[i].Arguments[0].IsReliable && (frames[i].Arguments[0].Value == receiver || frames[i].Arguments[0].Value == address);
            if (foreign && carries && (same || type is null)) return i;
            if (!same && !function.StartsWith("sync.", StringComparison.Ordinal) && !function.StartsWith("internal/sync.", StringComparison.Ordinal)) foreign = true;
        }

        return -1;
    }
}
