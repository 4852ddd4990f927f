using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>What <c>unknot goroutines FILE…</c> shows, before it is text or JSON.</summary>
internal sealed record GoroutineReport
{
    public required IReadOnlyList<DumpInput> Inputs { get; init; }
    public required GoroutineFilter Filter { get; init; }
    public required IReadOnlyList<GoroutineGroup> Groups { get; init; }
    public required IReadOnlyList<LockGroup> Locks { get; init; }

    /// <summary>Where the pointer of the filter stands; empty without one.</summary>
    public required IReadOnlyList<WordSite> Sites { get; init; }

    public long Total => Inputs.Sum(i => i.Total);

    public long Selected => Groups.Sum(g => g.Count);

    public bool IsTruncated => Dumps.Any(d => d.IsTruncated);

    public IEnumerable<GoroutineDump> Dumps => Inputs.SelectMany(i => i.Parsed.Dumps);

    /// <summary>The process, where all dumps that tell one tell the same.</summary>
    public DumpOrigin? Process
    {
        get
        {
            DumpOrigin[] known = [.. Dumps.Select(d => d.Origin).Where(o => o.Program is not null || o.Pid is not null).DistinctBy(o => (o.Program, o.Pid))];
            return known.Length == 1 ? known[0] : null;
        }
    }

    public static GoroutineReport Of(IReadOnlyList<DumpInput> inputs, GoroutineFilter filter)
    {
        GoroutineGrouping grouping = new();
        List<LockGroup> locks = [];
        List<WordSite> sites = [];
        foreach ((string name, GoroutineDump dump) in inputs.SelectMany(i => i.Parsed.Dumps.Select(d => (i.Name, d))))
        {
            DumpSelection selection = new(dump, filter);
            grouping.Add(dump, selection);
            locks.AddRange(LockGrouping.Find(name, dump, selection));
            if (filter.Pointer is { } word) sites.AddRange(WordSearch.Find(dump, word, selection));
        }
        return new GoroutineReport { Inputs = inputs, Filter = filter, Groups = grouping.Sorted(), Locks = locks, Sites = sites };
    }
}
