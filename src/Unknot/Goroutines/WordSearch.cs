using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>Finds in which frames a word stands.</summary>
internal static class WordSearch
{
    /// <summary>So many places are listed: each costs a second look at the goroutine's text.</summary>
    public const int MaxSites = 10_000;

    public static IReadOnlyList<WordSite> Find(GoroutineDump dump, ulong word, DumpSelection selection)
    {
        List<WordSite> sites = [];
        foreach (int index in dump.FindWords([new AddressRange(word, word)], maxHits: int.MaxValue).Select(h => h.Goroutine).Distinct())
        {
            Goroutine goroutine = dump[index];
            if (selection.Includes(goroutine)) sites.AddRange(SitesIn(goroutine, word));
            if (sites.Count >= MaxSites) break;
        }
        return sites;
    }

    private static IEnumerable<WordSite> SitesIn(Goroutine goroutine, ulong word)
    {
        IReadOnlyList<StackFrame> frames = goroutine.ReadDetails().Frames;
        for (int f = 0; f < frames.Count; f++)
        {
            for (int a = 0; a < frames[f].Arguments.Count; a++)
            {
                ArgumentWord argument = frames[f].Arguments[a];
                if (argument.IsKnown && argument.Value == word) yield return new WordSite(goroutine.Id, f, frames[f].Symbol.Function, a + 1, argument.IsReliable);
            }
        }
    }
}
