using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>What the waiters of a lock tell about it: address, the objects that their methods run on, the types and functions that lock it.</summary>
internal sealed class LockUse
{
    public ulong Address { get; private init; }

    public HashSet<ulong> Receivers { get; } = [];

    public HashSet<string?> Types { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Distances from an object to its lock, as the waiters of all locks of the same types show them; empty when none does.</summary>
    public HashSet<ulong> Offsets { get; } = [];

    /// <summary>Indexes of the goroutines that wait for it.</summary>
    public HashSet<int> Waiting { get; } = [];

    public static LockUse Of(WaitGraphBuilder graph, DumpView view, Resource resource)
    {
        LockUse use = new() { Address = resource.Address ?? 0 };
        foreach (StackProfile profile in view.Profiles)
        {
            if (!LockWaitRule.IsLockWait(profile)) continue;
            foreach (int i in view.GoroutinesOn(profile))
            {
                if (graph.FindGoroutine(view, i)?.WaitEdges.Exists(e => e.Resource == resource) == true) use.Add(view, i, profile);
            }
        }

        foreach (StackProfile profile in view.Profiles)
        {
            if (!LockWaitRule.IsLockWait(profile) || profile.CallerFrame < 0 || !use.Types.Contains(TypeOf(profile.Functions[profile.CallerFrame]))) continue;
            foreach (int i in view.GoroutinesOn(profile).Take(64))
            {
                Goroutine g = view.Dump[i];
                if (!profile.LockWordIsSemaphore && g.CallerWord > 0xffff && g.LockWord >= g.CallerWord && g.LockWord - g.CallerWord < 65_536) use.Offsets.Add(g.LockWord - g.CallerWord);
            }
        }

        return use;
    }

    /// <summary>True where the goroutine waits at the very call that takes such a lock: it has not passed it, whichever lock of the kind it is.</summary>
    public bool IsAtLockSite(StackProfile profile) => LockWaitRule.IsLockWait(profile) && profile.CallerFrame >= 0 && Functions.Contains(profile.Functions[profile.CallerFrame]);

    private void Add(DumpView view, int index, StackProfile profile)
    {
        Waiting.Add(index);
        ulong receiver = view.Dump[index].CallerWord;
        // A small number is a flag or a length, no object.
        if (receiver > 0xffff && (Address == 0 || (receiver <= Address && Address - receiver < 65_536))) Receivers.Add(receiver);
        if (profile.CallerFrame < 0) return;
        string function = profile.Functions[profile.CallerFrame];
        Functions.Add(function);
        if (TypeOf(function) is { } type) Types.Add(type);
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
