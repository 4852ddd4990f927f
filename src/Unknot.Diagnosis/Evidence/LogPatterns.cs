using System.Buffers;

namespace Unknot.Diagnosis.Evidence;

/// <summary>
/// The log lines that say something, one entry per kind. The finding catalogue refers to the kinds by name; a line that matches none is
/// counted and passed over.
/// </summary>
public static class LogPatterns
{
    /// <summary>All kinds, in the order in which they are tried. <see cref="LogEvidence.Kind"/> is one of these.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. LogPatternTable.All.Select(p => p.Kind).Where(kind => kind != LogPatternTable.VersionKind).Distinct()];

    /// <summary>Literals of which every line that says something has one: the filter that passes over all others at memory speed.</summary>
    internal static SearchValues<string> Literals { get; } = SearchValues.Create([.. LogPatternTable.All.Select(p => p.Literal).Distinct()], StringComparison.Ordinal);

    /// <summary>The kinds of a line; a general one only where no other fits.</summary>
    internal static IEnumerable<LogPattern> Match(string line)
    {
        LogPattern? general = null;
        bool found = false;
        string? previous = null;
        foreach (LogPattern pattern in LogPatternTable.All)
        {
            if (!pattern.Fits(line)) continue;
            if (pattern.IsGeneral)
            {
                general ??= pattern;
                continue;
            }

            if (pattern.Kind == previous) continue;
            found = true;
            previous = pattern.Kind;
            yield return pattern;
        }

        if (!found && general is not null) yield return general;
    }
}
