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
        // The group that a stack's goroutines joined last: within a dump, equal states are one string, so that most need no look-up.
        GoroutineGroup?[] last = new GoroutineGroup?[dump.Stacks.Count];
        for (int i = 0; i < dump.Count; i++)
        {
            Goroutine goroutine = dump[i];
            if (!selection.Includes(goroutine)) continue;
            int stack = goroutine.Stack.Index;
            if (last[stack] is not { } group || !ReferenceEquals(group.State, goroutine.State)) last[stack] = group = GroupOf(numbers[stack], goroutine);
            group.Add(goroutine);
        }
    }

    private GoroutineGroup GroupOf(int stack, Goroutine goroutine)
    {
        ref GoroutineGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, (stack, goroutine.State), out _);
        return group ??= new GoroutineGroup(goroutine);
    }

    /// <summary>The groups: most goroutines first, then longest wait, then in the order of the input.</summary>
    public IReadOnlyList<GoroutineGroup> Sorted() => [.. _groups.Values.OrderByDescending(g => g.Count).ThenByDescending(g => g.MaxMinutes)];
}
