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

    /// <summary>Literals of which every line that says something has one: the filter that passes over all others at memory speed. In groups: see <see cref="Formats.LogHits"/>.</summary>
    internal static IReadOnlyList<SearchValues<string>> Groups { get; } =
        [.. LogPatternTable.All.Select(p => p.Literal).Distinct().Order(StringComparer.Ordinal).Chunk(GroupLength).Select(words => SearchValues.Create(words, StringComparison.Ordinal))];

    private const int GroupLength = 22;

    private static readonly SearchValues<char> Firsts = SearchValues.Create([.. LogPatternTable.All.Select(p => p.Literal[0]).Distinct()]);

    /// <summary>Numbers of the patterns by the first letter of their literal, so that a hit is compared with few.</summary>
    private static readonly ILookup<char, int> ByFirst = Enumerable.Range(0, LogPatternTable.All.Count).ToLookup(i => LogPatternTable.All[i].Literal[0]);

    /// <summary>The patterns that a line fits, one for each kind, in the table's order; a general one only where no other fits.</summary>
    internal static IReadOnlyList<LogPattern> Match(string line)
    {
        List<int> hits = [];
        int at = 0;
        while (line.AsSpan(at).IndexOfAny(Firsts) is var next and >= 0)
        {
            at += next;
            foreach (int i in ByFirst[line[at]])
            {
                if (string.CompareOrdinal(line, at, LogPatternTable.All[i].Literal, 0, LogPatternTable.All[i].Literal.Length) == 0 && !hits.Contains(i)) hits.Add(i);
            }

            at++;
        }

        hits.RemoveAll(i => !LogPatternTable.All[i].Fits(line));
        hits.Sort();
        List<LogPattern> patterns = [.. hits.Select(i => LogPatternTable.All[i]).DistinctBy(p => p.Kind)];
        List<LogPattern> special = patterns.FindAll(p => !p.IsGeneral);
        return special.Count > 0 ? special : patterns;
    }
}
