using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>Goroutines with the same stack and the same state.</summary>
internal sealed class GoroutineGroup(Goroutine first)
{
    /// <summary>So many members are named; the others are only counted.</summary>
    public const int MaxNamed = 1_000;

    private readonly List<long> _ids = [];

    public GoroutineStack Stack { get; } = first.Stack;

    /// <summary>As the dump prints it; empty for profiles.</summary>
    public string State { get; } = first.State;

    public long Count { get; private set; }

    /// <summary>Shortest wait among the members, in whole minutes, a lower bound; 0 where one printed no duration.</summary>
    public int MinMinutes { get; private set; } = int.MaxValue;

    /// <summary>Longest wait among the members, in whole minutes, a lower bound.</summary>
    public int MaxMinutes { get; private set; }

    /// <summary>The member that has waited longest (the first of several): its argument words stand for the group.</summary>
    public Goroutine Longest { get; private set; } = first;

    /// <summary>Ids of the first <see cref="MaxNamed"/> members; without those that the dump gives no id.</summary>
    public IReadOnlyList<long> Ids => _ids;

    public void Add(Goroutine goroutine)
    {
        int minutes = goroutine.WaitMinutes ?? 0;
        if (minutes > MaxMinutes)
        {
            MaxMinutes = minutes;
            Longest = goroutine;
        }
        MinMinutes = Math.Min(MinMinutes, minutes);
        Count += goroutine.Count;
        if (goroutine.Id != 0 && _ids.Count < MaxNamed) _ids.Add(goroutine.Id);
    }
}
