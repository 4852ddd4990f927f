using System.Runtime.InteropServices;
using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>
/// What changed between two dumps of one process: who stayed where it was (same id, same stack, not running in either), and which groups
/// came, went or changed their size. Of a file with several dumps the last one counts.
/// </summary>
internal sealed record DumpDiff
{
    public required string OldName { get; init; }
    public required string NewName { get; init; }
    public required long OldTotal { get; init; }
    public required long NewTotal { get; init; }

    /// <summary>Goroutines that stayed, grouped as they stand in the new dump.</summary>
    public required IReadOnlyList<GoroutineGroup> Stayed { get; init; }

    /// <summary>Groups that only the new dump has.</summary>
    public required IReadOnlyList<GroupChange> Appeared { get; init; }

    /// <summary>Groups that only the old dump has.</summary>
    public required IReadOnlyList<GroupChange> Gone { get; init; }

    /// <summary>Groups in both, of another size; biggest growth first.</summary>
    public required IReadOnlyList<GroupChange> Resized { get; init; }

    public static DumpDiff Of(DumpInput oldInput, DumpInput newInput, GoroutineFilter filter)
    {
        GoroutineDump oldDump = oldInput.Parsed.Dumps[^1], newDump = newInput.Parsed.Dumps[^1];
        StackNumbers numbers = new();
        Side before = new(oldDump, numbers.Of(oldDump), new DumpSelection(oldDump, filter));
        Side after = new(newDump, numbers.Of(newDump), new DumpSelection(newDump, filter));
        List<GroupChange> changes = ChangesBetween(before, after);
        return new DumpDiff
        {
            OldName = oldInput.Name,
            NewName = newInput.Name,
            OldTotal = oldDump.Total,
            NewTotal = newDump.Total,
            Stayed = StayedBetween(before, after),
            Appeared = [.. changes.Where(c => c.OldCount == 0).OrderByDescending(c => c.NewCount)],
            Gone = [.. changes.Where(c => c.NewCount == 0).OrderByDescending(c => c.OldCount)],
            Resized = [.. changes.Where(c => c.OldCount != 0 && c.NewCount != 0 && c.Growth != 0).OrderByDescending(c => c.Growth)],
        };
    }

    private static List<GroupChange> ChangesBetween(Side before, Side after)
    {
        List<GroupChange> changes = [];
        foreach (((int, string) key, GoroutineGroup group) in after.Groups)
        {
            changes.Add(new GroupChange(group, before.Groups.TryGetValue(key, out GoroutineGroup? old) ? old.Count : 0, group.Count));
        }
        foreach (((int, string) key, GoroutineGroup group) in before.Groups)
        {
            if (!after.Groups.ContainsKey(key)) changes.Add(new GroupChange(group, group.Count, 0));
        }
        return changes;
    }

    private static IReadOnlyList<GoroutineGroup> StayedBetween(Side before, Side after)
    {
        Dictionary<(int, string), GoroutineGroup> stayed = [];
        foreach (Goroutine goroutine in after.Selected())
        {
            if (goroutine.Id == 0 || !IsBlocked(goroutine) || !before.HasBlocked(goroutine.Id, after.NumberOf(goroutine))) continue;
            ref GoroutineGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(stayed, (after.NumberOf(goroutine), goroutine.State), out _);
            group ??= new GoroutineGroup(goroutine);
            group.Add(goroutine);
        }
        return [.. stayed.Values.OrderByDescending(g => g.Count).ThenByDescending(g => g.MaxMinutes)];
    }

    private static bool IsBlocked(Goroutine goroutine) =>
        !goroutine.State.StartsWith("running", StringComparison.Ordinal) && !goroutine.State.StartsWith("runnable", StringComparison.Ordinal);

    /// <summary>One of the two dumps, with stack numbers that count for both.</summary>
    private sealed class Side
    {
        private readonly GoroutineDump _dump;
        private readonly int[] _numbers;
        private readonly DumpSelection _selection;
        private readonly Dictionary<long, int> _blocked = [];

        public Side(GoroutineDump dump, int[] numbers, DumpSelection selection)
        {
            (_dump, _numbers, _selection) = (dump, numbers, selection);
            foreach (Goroutine goroutine in Selected())
            {
                ref GoroutineGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(Groups, (NumberOf(goroutine), goroutine.State), out _);
                group ??= new GoroutineGroup(goroutine);
                group.Add(goroutine);
                if (IsBlocked(goroutine)) _blocked[goroutine.Id] = NumberOf(goroutine);
            }
        }

        public Dictionary<(int Stack, string State), GoroutineGroup> Groups { get; } = [];

        public IEnumerable<Goroutine> Selected() => _dump.Goroutines.Where(_selection.Includes);

        public int NumberOf(Goroutine goroutine) => _numbers[goroutine.Stack.Index];

        public bool HasBlocked(long id, int stack) => _blocked.TryGetValue(id, out int where) && where == stack;
    }
}
