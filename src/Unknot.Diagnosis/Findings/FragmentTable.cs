using System.Buffers;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Findings;

/// <summary>
/// The parts of function names that the catalogue looks for, numbered. Each frame symbol of a dump is searched once, however many goroutines and
/// signatures there are.
/// </summary>
internal sealed class FragmentTable
{
    private const string CreatedBy = "created by ";

    private readonly List<string> _fragments = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<FrameSymbol, int[]> _bySymbol = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int[]> _byFunction = new(StringComparer.Ordinal);
    private SearchValues<string>? _any;

    /// <summary>Number of distinct fragments.</summary>
    public int Count => _fragments.Count;

    /// <summary>Takes a fragment in. All are taken in before the first look-up.</summary>
    /// <param name="fragment">Part of a function name.</param>
    /// <returns>Its number.</returns>
    public int Add(string fragment)
    {
        if (_numbers.TryGetValue(fragment, out int number)) return number;
        _fragments.Add(fragment);
        return _numbers[fragment] = _fragments.Count - 1;
    }

    /// <summary>Length of a fragment.</summary>
    /// <param name="fragment">Its number.</param>
    /// <returns>Characters.</returns>
    public int LengthOf(int fragment) => _fragments[fragment].Length;

    /// <summary>Fragments that a symbol's function contains.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <returns>Their numbers; most often none.</returns>
    public int[] Of(FrameSymbol symbol)
    {
        if (_bySymbol.TryGetValue(symbol, out int[]? known)) return known;
        string name = symbol.IsCreatedBy ? CreatedBy + symbol.Function : symbol.Function;
        if (!_byFunction.TryGetValue(name, out known)) _byFunction[name] = known = Search(name, symbol.IsCreatedBy);
        return _bySymbol[symbol] = known;
    }

    /// <summary>Who started a goroutine says nothing of what it does: only parts that ask for it are held against it.</summary>
    private int[] Search(string function, bool isCreatedBy)
    {
        _any ??= SearchValues.Create([.. _fragments], StringComparison.Ordinal);
        if (!function.AsSpan().ContainsAny(_any)) return [];
        List<int> found = [];
        for (int i = 0; i < _fragments.Count; i++)
        {
            bool isAskedFor = _fragments[i].StartsWith(CreatedBy, StringComparison.Ordinal) == isCreatedBy;
            if (isAskedFor && function.Contains(_fragments[i], StringComparison.Ordinal)) found.Add(i);
        }

        return [.. found];
    }
}
