using Unknot.Diagnosis.Evidence;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Findings;

/// <summary>
/// Looks for all stack signs of the catalogue in one pass over the distinct stacks of each dump. Only goroutines of stacks that fit are looked at
/// one by one, for their state and duration. Plain loops: a dump may have half a million distinct stacks.
/// </summary>
internal sealed class StackSearch
{
    private readonly FragmentTable _fragments = new();
    private readonly StackClause[] _clauses;
    private readonly int[][] _functions;

    /// <summary>Signs by the fragment that a stack must have for them to be tried: their longest, which is the rarest.</summary>
    private readonly int[][] _byKey;
    private readonly Dictionary<StackClause, ClauseHit> _hits = [];
    private readonly Dictionary<StackClause, long> _counts = [];

    /// <summary>Fragments of the present stack's frames; only frames that have any.</summary>
    private readonly List<int[]> _frames = [];

    /// <summary>True where the present stack's innermost frame, the runtime's own aside, is the first of <see cref="_frames"/>.</summary>
    private bool _isTopFirst;

    private StackSearch(IReadOnlyList<StackClause> clauses)
    {
        _clauses = [.. clauses];
        _functions = [.. _clauses.Select(clause => clause.Functions.Select(_fragments.Add).ToArray())];
        ILookup<int, int> byKey = Enumerable.Range(0, _clauses.Length).ToLookup(clause => _functions[clause].MaxBy(_fragments.LengthOf));
        _byKey = [.. Enumerable.Range(0, _fragments.Count).Select(fragment => byKey[fragment].ToArray())];
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
        IReadOnlyList<GoroutineStack> stacks = dump.Dump.Stacks;
        List<int>?[] fits = new List<int>?[stacks.Count];
        int[] triedOn = new int[_clauses.Length];
        bool hasAny = false;
        for (int i = 0; i < stacks.Count; i++)
        {
            ReadFragments(stacks[i]);
            if (_frames.Count > 0) fits[i] = FittingClauses(dump, triedOn, i + 1);
            hasAny |= fits[i] is not null;
        }

        if (hasAny) Tally(dump, fits);
    }

    /// <summary>Signs that the present stack shows; null for none.</summary>
    private List<int>? FittingClauses(DumpEvidence dump, int[] triedOn, int stackMark)
    {
        List<int>? fitting = null;
        foreach (int[] found in _frames)
        {
            foreach (int fragment in found)
            {
                foreach (int clause in _byKey[fragment])
                {
                    if (triedOn[clause] == stackMark) continue;
                    triedOn[clause] = stackMark;
                    if (Fits(clause, dump)) (fitting ??= []).Add(clause);
                }
            }
        }

        return fitting;
    }

    private bool Fits(int clause, DumpEvidence dump)
    {
        StackClause sign = _clauses[clause];
        if (sign.Component is not null && sign.Component != dump.Component) return false;
        int[] functions = _functions[clause];
        if (sign.IsTop && !(_isTopFirst && Array.IndexOf(_frames[0], functions[0]) >= 0)) return false;
        int inOrder = 0;
        for (int i = 0; i < _frames.Count && inOrder < functions.Length; i++)
        {
            if (Array.IndexOf(_frames[i], functions[inOrder]) >= 0) inOrder++;
        }

        return inOrder == functions.Length;
    }

    private void ReadFragments(GoroutineStack stack)
    {
        _frames.Clear();
        _isTopFirst = false;
        bool isAboveTop = true;
        IReadOnlyList<FrameSymbol> frames = stack.Frames;
        for (int i = 0; i < frames.Count; i++)
        {
            int[] found = _fragments.Of(frames[i]);
            if (found.Length > 0) _frames.Add(found);
            if (!isAboveTop || frames[i].Function.StartsWith("runtime.", StringComparison.Ordinal)) continue;
            isAboveTop = false;
            _isTopFirst = found.Length > 0 && _frames.Count == 1;
        }

        if (stack.CreatedBy is { } createdBy && _fragments.Of(createdBy) is { Length: > 0 } creator) _frames.Add(creator);
    }

    private void Tally(DumpEvidence dump, List<int>?[] fits)
    {
        Dictionary<int, StackTally> tallies = [];
        for (int i = 0; i < dump.Dump.Count; i++)
        {
            Goroutine goroutine = dump.Dump[i];
            if (fits[goroutine.Stack.Index] is not { } fitting) continue;
            foreach (int clause in fitting)
            {
                if (!_clauses[clause].Accepts(goroutine.State, goroutine.WaitMinutes)) continue;
                if (!tallies.TryGetValue(clause, out StackTally? tally)) tallies[clause] = tally = new StackTally(i);
                tally.Add(goroutine);
            }
        }

        foreach ((int clause, StackTally tally) in tallies) Keep(_clauses[clause], dump, tally);
    }

    private void Keep(StackClause clause, DumpEvidence dump, StackTally tally)
    {
        if (tally.Count < clause.MinCount || tally.Count <= _counts.GetValueOrDefault(clause)) return;
        _counts[clause] = tally.Count;
        Goroutine first = dump.Dump[tally.First];
        string goroutines = tally.Count == 1 && first.Id > 0 ? $"goroutine {first.Id}" : $"{tally.Count} goroutine{(tally.Count == 1 ? "" : "s")}";
        string since = tally.Minutes is { } whole ? $", for {whole} minutes or more" : "";
        string text = $"{dump.Component}: {goroutines} in {string.Join(" under ", clause.Functions)}{since}";
        _hits[clause] = new ClauseHit(text, [dump.Origin with { Line = first.Line }], dump.Pid, dump.ContainerId);
    }
}
