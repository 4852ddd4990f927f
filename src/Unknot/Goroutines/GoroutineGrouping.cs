using System.Runtime.InteropServices;
using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>Puts goroutines with equal stack and state together, over all dumps of a call.</summary>
internal sealed class GoroutineGrouping
{
    private readonly Dictionary<(int Stack, string State), GoroutineGroup> _groups = [];
    private readonly StackNumbers _numbers = new();

    /// <summary>Adds the goroutines of a dump that a selection includes.</summary>
    public void Add(GoroutineDump dump, DumpSelection selection)
    {
        int[] numbers = _numbers.Of(dump);
        foreach (Goroutine goroutine in dump.Goroutines)
        {
            if (!selection.Includes(goroutine)) continue;
            ref GoroutineGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, (numbers[goroutine.Stack.Index], goroutine.State), out _);
            group ??= new GoroutineGroup(goroutine);
            group.Add(goroutine);
        }
    }

    /// <summary>The groups: most goroutines first, then longest wait, then in the order of the input.</summary>
    public IReadOnlyList<GoroutineGroup> Sorted() => [.. _groups.Values.OrderByDescending(g => g.Count).ThenByDescending(g => g.MaxMinutes)];
}
