using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Goroutines that wait for a lock, grouped by the lock: its address in the lock frames; where the compiler left only unreliable words
/// there, the receiver that the frames above share; in profiles without words, the function that locks.
/// </summary>
internal sealed class LockWaitRule : IWaitRule
{
    public const string RuleName = "lock-wait";

    // Behind a sync.RWMutex's address lie the writers' semaphore (+8) and the readers' (+12), behind a Mutex's its own (+4): go1.4 to go1.27, sync/rwmutex.go.
    private const ulong SemaphoreSpan = 12;

    public string Name => RuleName;

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            IReadOnlyDictionary<string, HashSet<ulong>> offsets = LockUse.OffsetsOf(view);
            foreach (IGrouping<LockKey, (StackProfile Profile, int Goroutine, ulong Address)> group in Waiters(view).GroupBy(w => Key(view, w.Profile, w.Goroutine, w.Address)))
                AddLock(graph, view, group.Key, [.. group], offsets);
        }
    }

    private void AddLock(WaitGraphBuilder graph, DumpView view, LockKey key, List<(StackProfile Profile, int Goroutine, ulong Address)> waiters, IReadOnlyDictionary<string, HashSet<ulong>> offsets)
    {
        ResourceKind kind = waiters.Exists(w => w.Profile.Lock == ResourceKind.RwMutex) ? ResourceKind.RwMutex : waiters[0].Profile.Lock!.Value;
        LockClass? known = LockClass.Of(view.Component, waiters[0].Profile);
        ulong address = waiters[0].Address;
        string label = (known?.Name ?? Word(kind)) + (address == 0 ? "" : $" 0x{address:x}");
        Resource resource = graph.Resource(kind, $"{view.Name}/{key}", label);
        resource.Address = address == 0 ? null : address;
        resource.Pid = view.Evidence.Pid;
        LockUse use = new(view, resource, offsets);
        graph.Locks.Add(use);
        foreach (IGrouping<StackProfile, (StackProfile Profile, int Goroutine, ulong Address)> stack in waiters.GroupBy(w => w.Profile))
        {
            int[] goroutines = [.. stack.Select(w => w.Goroutine)];
            foreach (int i in goroutines) use.Add(i, stack.Key);
            Waiter waiter = graph.Goroutines(view, goroutines);
            graph.Wait(waiter, resource, Name, Certainty.Exact);
        }
    }

    private static List<(StackProfile Profile, int Goroutine, ulong Address)> Waiters(DumpView view)
    {
        List<(StackProfile Profile, int Goroutine, ulong Address)> waiters = [];
        SortedSet<ulong> bases = [];
        foreach (StackProfile profile in view.Profiles)
        {
            if (!IsLockWait(profile)) continue;
            foreach (int i in view.GoroutinesOn(profile))
            {
                Goroutine g = view.Dump[i];
                waiters.Add((profile, i, g.LockWord));
                if (g.LockWord != 0 && !profile.LockWordIsSemaphore) bases.Add(g.LockWord);
            }
        }

        for (int i = 0; i < waiters.Count; i++)
        {
            (StackProfile profile, int goroutine, ulong address) = waiters[i];
            if (address == 0 || !profile.LockWordIsSemaphore) continue;
            SortedSet<ulong> near = bases.GetViewBetween(address > SemaphoreSpan ? address - SemaphoreSpan : 0, address);
            if (near.Count > 0) waiters[i] = (profile, goroutine, near.Max);
        }

        ByReceiver(view, waiters);
        return waiters;
    }

    // Readers and writers of one RWMutex often show only the object that they run on; a waiter of the same object that shows the address gives it to them.
    private static void ByReceiver(DumpView view, List<(StackProfile Profile, int Goroutine, ulong Address)> waiters)
    {
        Dictionary<(ulong Receiver, string? Type), ulong> addresses = [];
        foreach ((StackProfile profile, int goroutine, ulong address) in waiters)
        {
            ulong receiver = view.Dump[goroutine].CallerWord;
            if (address == 0 || receiver <= 0xffff) continue;
            (ulong, string?) key = (receiver, profile.CallerType);
            // Two locks of one object: then the object does not tell which.
            addresses[key] = addresses.TryGetValue(key, out ulong known) && known != address ? 0 : address;
        }

        for (int i = 0; i < waiters.Count; i++)
        {
            (StackProfile profile, int goroutine, ulong address) = waiters[i];
            if (address == 0 && addresses.TryGetValue((view.Dump[goroutine].CallerWord, profile.CallerType), out ulong told) && told != 0) waiters[i] = (profile, goroutine, told);
        }
    }

    /// <summary>Waiting for somebody to unlock. A WaitGroup or Cond is no lock: nobody holds it.</summary>
    public static bool IsLockWait(StackProfile profile) =>
        profile.Lock is ResourceKind.Mutex or ResourceKind.RwMutex or ResourceKind.Once or ResourceKind.Semaphore && !profile.IsIdle && !profile.IsChildWait;

    private static LockKey Key(DumpView view, StackProfile profile, int goroutine, ulong address)
    {
        if (address != 0) return new LockKey(address, 0, null);
        ulong receiver = view.Dump[goroutine].CallerWord;
        if (receiver != 0) return new LockKey(0, receiver, null);
        if (LockClass.Of(view.Component, profile) is { } known) return new LockKey(0, 0, known.Name);
        return new LockKey(0, 0, "lock in " + (profile.CallerFrame >= 0 ? profile.Functions[profile.CallerFrame] : $"stack {profile.Stack.Index}"));
    }

    private readonly record struct LockKey(ulong Address, ulong Receiver, string? Name)
    {
        public override string ToString() => Name ?? (Address != 0 ? $"lock 0x{Address:x}" : $"lock of 0x{Receiver:x}");
    }

    private static string Word(ResourceKind kind) => kind switch
    {
        ResourceKind.RwMutex => "RWMutex",
        ResourceKind.Once => "Once",
        ResourceKind.Semaphore => "semaphore",
        _ => "mutex",
    };
}
