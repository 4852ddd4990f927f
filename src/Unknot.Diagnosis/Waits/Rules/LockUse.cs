using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>What the waiters of a lock tell about it: address, the objects that their methods run on, the types and functions that lock it.</summary>
internal sealed class LockUse
{
    // A lock lies within so many bytes of its object; larger Go structs with locks are rare.
    private const ulong ObjectSpan = 65_536;

    private readonly IReadOnlyDictionary<string, HashSet<ulong>> _offsetsByType;

    public LockUse(DumpView view, Resource resource, IReadOnlyDictionary<string, HashSet<ulong>> offsetsByType)
    {
        View = view;
        Resource = resource;
        _offsetsByType = offsetsByType;
    }

    public DumpView View { get; }

    public Resource Resource { get; }

    public ulong Address => Resource.Address ?? 0;

    public HashSet<ulong> Receivers { get; } = [];

    public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Indexes of the goroutines that wait for it.</summary>
    public HashSet<int> Waiting { get; } = [];

    /// <summary>True while nobody is known to hold it.</summary>
    public bool IsOpen => Resource.HoldEdges.Count == 0;

    /// <summary>
    /// True where a writer has got past the other writers and waits for the readers to leave (sync/rwmutex.go: Lock takes <c>w</c> first, then the
    /// writers' semaphore): who holds it has taken the read lock.
    /// </summary>
    public bool IsHeldByReaders { get; private set; }

    public void Add(int index, StackProfile profile)
    {
        Waiting.Add(index);
        IsHeldByReaders |= WaitsForReaders(profile);
        ulong receiver = View.Dump[index].CallerWord;
        // A small number is a flag or a length, no object.
        if (receiver > 0xffff && (Address == 0 || (receiver <= Address && Address - receiver < ObjectSpan))) Receivers.Add(receiver);
        if (profile.CallerFrame < 0) return;
        Functions.Add(profile.Functions[profile.CallerFrame]);
        if (profile.CallerType is { } type) Types.Add(type);
    }

    private static bool WaitsForReaders(StackProfile profile)
    {
        foreach (string function in profile.Functions)
        {
            if (function == "sync.(*RWMutex).Lock") return true;
            if (function is "sync.(*Mutex).Lock" or "sync.(*Mutex).lockSlow" or "internal/sync.(*Mutex).Lock" or "internal/sync.(*Mutex).lockSlow") return false;
        }

        return false;
    }

    /// <summary>True where the goroutine waits at the very call that takes such a lock: it has not passed it, whichever lock of the kind it is.</summary>
    public bool IsAtLockSite(StackProfile profile) => LockWaitRule.IsLockWait(profile) && profile.CallerFrame >= 0 && Functions.Contains(profile.Functions[profile.CallerFrame]);

    /// <summary>Distances from an object to its lock for the types that lock here; empty where no waiter shows one.</summary>
    public IEnumerable<ulong> Offsets => Types.Where(_offsetsByType.ContainsKey).SelectMany(t => _offsetsByType[t]);

    /// <summary>True where a lock of these types lies so many bytes behind its object, as far as the waiters of any such lock show it.</summary>
    public bool CanLieAt(ulong offset)
    {
        bool told = false;
        foreach (string type in Types)
        {
            if (!_offsetsByType.TryGetValue(type, out HashSet<ulong>? offsets)) continue;
            if (offsets.Contains(offset)) return true;
            told = true;
        }

        return !told;
    }

    /// <summary>Distances from an object to its lock, by type, as the waiters of all locks of a dump show them.</summary>
    public static IReadOnlyDictionary<string, HashSet<ulong>> OffsetsOf(DumpView view)
    {
        Dictionary<string, HashSet<ulong>> offsets = new(StringComparer.Ordinal);
        foreach (StackProfile profile in view.Profiles)
        {
            if (!LockWaitRule.IsLockWait(profile) || profile.LockWordIsSemaphore || profile.CallerType is not { } type) continue;
            foreach (int i in view.GoroutinesOn(profile).Take(64))
            {
                Goroutine g = view.Dump[i];
                if (g.CallerWord <= 0xffff || g.LockWord < g.CallerWord || g.LockWord - g.CallerWord >= ObjectSpan) continue;
                if (!offsets.TryGetValue(type, out HashSet<ulong>? known)) offsets[type] = known = [];
                known.Add(g.LockWord - g.CallerWord);
            }
        }

        return offsets;
    }

    /// <summary>Receiver type with its package, <c>pkg.(*T)</c>, of a method or a closure in one; null for a plain function.</summary>
    public static string? TypeOf(string function)
    {
        int open = function.IndexOf(".(*", StringComparison.Ordinal);
        if (open < 0) return null;
        int close = function.IndexOf(").", open, StringComparison.Ordinal);
        return close < 0 ? null : function[..(close + 1)];
    }
}
