using System.Text.RegularExpressions;
using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>A filter made ready for one dump: each distinct stack is matched once, the text is searched once for the pointer.</summary>
internal sealed class DumpSelection
{
    private readonly GoroutineFilter _filter;
    private readonly bool[]? _stacks;
    private readonly HashSet<int>? _withPointer;

    public DumpSelection(GoroutineDump dump, GoroutineFilter filter)
    {
        _filter = filter;
        if (filter.Function is { } function) _stacks = [.. dump.Stacks.Select(s => s.Frames.Any(f => Matches(function, f.Function)))];
        if (filter.Pointer is { } word) _withPointer = [.. dump.FindWords([new AddressRange(word, word)], maxHits: int.MaxValue).Select(h => h.Goroutine)];
    }

    public bool Includes(Goroutine goroutine)
    {
        if (_withPointer is not null && !_withPointer.Contains(goroutine.Index)) return false;
        if (_stacks is not null && !_stacks[goroutine.Stack.Index]) return false;
        if (_filter.LongerThan is { } least && TimeSpan.FromMinutes(goroutine.WaitMinutes ?? 0) < least) return false;
        return _filter.State is null || goroutine.State.Contains(_filter.State, StringComparison.OrdinalIgnoreCase);
    }

    private static bool Matches(Regex pattern, string function)
    {
        try
        {
            return pattern.IsMatch(function);
        }
        catch (RegexMatchTimeoutException)
        {
            // A pattern that explodes on one name must not hang the call; such a name counts as no match.
            return false;
        }
    }
}
