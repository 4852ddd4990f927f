using Unknot.Diagnosis.Evidence;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Findings;

/// <summary>
/// Looks for all stack signs of the catalogue in one pass over the distinct stacks of each dump. Only goroutines of stacks that fit are looked at
/// one by one, for their state and duration.
/// </summary>
internal sealed class StackSearch
{
    private readonly FragmentTable _fragments = new();
    private readonly StackClause[] _clauses;
    private readonly int[][] _functions;

    /// <summary>Signs by the fragment that a stack must have for them to be tried: the longest, which is the rarest.</summary>
    private readonly Dictionary<int, List<int>> _byKey = [];
    private readonly Dictionary<StackClause, ClauseHit> _hits = [];
    private readonly Dictionary<StackClause, long> _counts = [];

    private static readonly List<int> s_none = [];

    private StackSearch(IReadOnlyList<StackClause> clauses)
    {
        _clauses = [.. clauses];
        _functions = new int[_clauses.Length][];
        for (int i = 0; i < _clauses.Length; i++)
        {
            _functions[i] = [.. _clauses[i].Functions.Select(_fragments.Add)];
            int key = _fragments.Add(_clauses[i].Functions.MaxBy(fragment => fragment.Length)!);
            if (!_byKey.TryGetValue(key, out List<int>? keyed)) _byKey[key] = keyed = [];
            keyed.Add(i);
        }
    }

    /// <summary>Looks for signs in dumps.</summary>
    /// <param name="clauses">The signs.</param>
    /// <param name="dumps">The dumps.</param>
    /// <returns>The signs that were found, each with the dump where most goroutines show it.</returns>
    public static IReadOnlyDictionary<StackClause, ClauseHit> Find(IReadOnlyList<StackClause> clauses, IEnumerable<DumpEvidence> dumps)
    {
        StackSearch search = new(clauses);
        if (search._clauses.Length == 0) return search._hits;
        foreach (DumpEvidence dump in dumps) search.Look(dump);
        return search._hits;
    }

    private void Look(DumpEvidence dump)
    {
        Dictionary<int, List<int>> fits = FittingStacks(dump);
        if (fits.Count > 0) Tally(dump, fits);
    }

    /// <summary>Clauses by stack that they fit.</summary>
    private Dictionary<int, List<int>> FittingStacks(DumpEvidence dump)
    {
        Dictionary<int, List<int>> fits = [];
        List<int[]> frames = []; // only those with a fragment
        int[] triedOn = new int[_clauses.Length];
        foreach (GoroutineStack stack in dump.Dump.Stacks)
        {
            bool isTopFirst = ReadFragments(stack, frames);
            foreach (int clause in frames.SelectMany(found => found).SelectMany(ClausesKeyedBy))
            {
                if (triedOn[clause] == stack.Index + 1) continue;
                triedOn[clause] = stack.Index + 1;
                if (!Applies(_clauses[clause], dump) || !InOrder(_functions[clause], frames)) continue;
                if (_clauses[clause].IsTop && !(isTopFirst && frames[0].Contains(_functions[clause][0]))) continue;
                if (!fits.TryGetValue(stack.Index, out List<int>? fitting)) fits[stack.Index] = fitting = [];
                fitting.Add(clause);
            }
        }

        return fits;
    }

    private List<int> ClausesKeyedBy(int fragment) => _byKey.GetValueOrDefault(fragment) ?? s_none;

    private static bool Applies(StackClause clause, DumpEvidence dump) => clause.Component is null || clause.Component == dump.Component;

    /// <summary>Fragments of the frames that have any; true where the innermost frame, the runtime's own aside, is among them.</summary>
    private bool ReadFragments(GoroutineStack stack, List<int[]> frames)
    {
        frames.Clear();
        bool isTopFirst = false;
        bool isTop = true;
        foreach (FrameSymbol frame in stack.Frames)
        {
            int[] found = _fragments.Of(frame);
            bool isRuntime = isTop && frame.Function.StartsWith("runtime.", StringComparison.Ordinal);
            if (found.Length > 0) frames.Add(found);
            if (isTop && !isRuntime) (isTop, isTopFirst) = (false, found.Length > 0 && frames.Count == 1);
        }

        if (stack.CreatedBy is { } createdBy && _fragments.Of(createdBy) is { Length: > 0 } creator) frames.Add(creator);
        return isTopFirst;
    }

    private static bool InOrder(int[] functions, List<int[]> frames)
    {
        int found = 0;
        for (int i = 0; i < frames.Count && found < functions.Length; i++)
        {
            if (Array.IndexOf(frames[i], functions[found]) >= 0) found++;
        }

        return found == functions.Length;
    }

    private void Tally(DumpEvidence dump, Dictionary<int, List<int>> fits)
    {
        Dictionary<int, (long Count, int First, int? Minutes)> tallies = [];
        for (int i = 0; i < dump.Dump.Count; i++)
        {
            Goroutine goroutine = dump.Dump[i];
            if (!fits.TryGetValue(goroutine.Stack.Index, out List<int>? fitting)) continue;
            foreach (int clause in fitting)
            {
                if (!_clauses[clause].Accepts(goroutine.State, goroutine.WaitMinutes)) continue;
                (long count, int first, int? minutes) = tallies.TryGetValue(clause, out var tally) ? tally : (0, i, null);
                tallies[clause] = (count + goroutine.Count, first, goroutine.WaitMinutes > (minutes ?? -1) ? goroutine.WaitMinutes : minutes);
            }
        }

        foreach ((int clause, var tally) in tallies) Keep(_clauses[clause], dump, tally.Count, tally.First, tally.Minutes);
    }

    private void Keep(StackClause clause, DumpEvidence dump, long count, int first, int? minutes)
    {
        if (count < clause.MinCount || count <= _counts.GetValueOrDefault(clause)) return;
        _counts[clause] = count;
        string goroutines = count == 1 ? $"goroutine {dump.Dump[first].Id}" : $"{count} goroutines";
        string since = minutes is { } whole ? $", for {whole} minutes or more" : "";
        string text = $"{dump.Component}: {goroutines} in {string.Join(" under ", clause.Functions)}{since}";
        _hits[clause] = new ClauseHit(text, [dump.Origin with { Line = dump.Dump[first].Line }], dump.Pid, dump.ContainerId);
    }
}
