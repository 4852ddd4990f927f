using Unknot.Diagnosis.Reports;
using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>Writes groups of goroutines for a terminal.</summary>
internal sealed class GroupText(TextWriter to, Ink ink, int width, bool full)
{
    /// <summary>So many frames of a stack are shown unless the call says <c>--full</c>; 20 reach through an HTTP router to the handler.</summary>
    private const int MaxFrames = 20;

    private readonly FrameText _frames = new(width, full);

    /// <summary>Writes the groups up to a number; a last line says what was left out.</summary>
    public void WriteAll(IReadOnlyList<GoroutineGroup> groups, int limit, IReadOnlyList<WordSite> sites)
    {
        HashSet<long> hit = [.. sites.Select(s => s.Goroutine)];
        foreach (GoroutineGroup group in groups.Take(limit))
        {
            to.WriteLine();
            WriteHead($"{group.Count,5:N0}", group);
            HashSet<long> members = [.. group.Ids];
            WriteStack(group, hit.Count == 0 ? [] : [.. sites.Where(s => members.Contains(s.Goroutine))]);
        }
        WriteRest(groups.Skip(limit).Select(g => g.Count).ToList());
    }

    /// <summary>Writes what changed, each with its old and its new number.</summary>
    public void WriteChanges(IReadOnlyList<GroupChange> changes, int limit)
    {
        foreach (GroupChange change in changes.Take(limit))
        {
            to.WriteLine();
            WriteHead($"{change.OldCount,5:N0} → {change.NewCount:N0}", change.Group);
            WriteStack(change.Group, []);
        }
        WriteRest(changes.Skip(limit).Select(c => Math.Max(c.OldCount, c.NewCount)).ToList());
    }

    private void WriteHead(string count, GoroutineGroup group)
    {
        string state = group.State.Length == 0 ? "" : "  " + TerminalText.Neutralise(group.State);
        string wait = WaitOf(group) is { Length: > 0 } w ? "  " + w : "";
        string ids = IdsOf(group, width - count.Length - state.Length - wait.Length - 2);
        to.WriteLine(ink.Bold(count + state) + ink.Mark(wait) + (ids.Length == 0 ? "" : "  " + ink.Faint(ids)));
    }

    private void WriteStack(GoroutineGroup group, IReadOnlyList<WordSite> sites)
    {
        IReadOnlyList<FrameSymbol> frames = group.Stack.Frames;
        int shown = full || frames.Count <= MaxFrames + 1 ? frames.Count : MaxFrames;
        for (int i = 0; i < frames.Count; i++)
        {
            string mark = MarkOf(i, sites);
            if (i < shown || mark.Length > 0) to.WriteLine(mark.Length > 0 ? ink.Mark(_frames.Of(frames[i], mark: mark)) : _frames.Of(frames[i]));
        }
        if (shown < frames.Count) to.WriteLine(ink.Faint($"      … {frames.Count - shown} frames more (--full)"));
        if (frames.Count == 0) to.WriteLine(ink.Faint("      (no frames)"));
        if (group.Stack.CreatedBy is { } creator) to.WriteLine(ink.Faint(_frames.Of(creator, "created by ")));
    }

    private void WriteRest(List<long> counts)
    {
        if (counts.Count == 0) return;
        to.WriteLine();
        string groups = counts.Count == 1 ? "1 more group" : $"{counts.Count:N0} more groups";
        string goroutines = counts.Sum() == 1 ? "1 goroutine" : $"{counts.Sum():N0} goroutines";
        to.WriteLine(ink.Faint($"… and {groups} with {goroutines} (--limit 0 shows all)"));
    }

    /// <summary>Shortest and longest wait. The <c>+</c> says "at least": the runtime prints whole minutes, counted from the first garbage collection on.</summary>
    internal static string WaitOf(GoroutineGroup group)
    {
        if (group.MaxMinutes == 0) return "";
        string longest = WaitDuration.Show(group.MaxMinutes) + "+";
        return group.MinMinutes == group.MaxMinutes ? longest : $"{(group.MinMinutes == 0 ? "0m" : WaitDuration.Show(group.MinMinutes))}+ to {longest}";
    }

    private static string IdsOf(GoroutineGroup group, int room)
    {
        if (group.Ids.Count == 0) return "";
        string text = group.Ids.Count == 1 ? "goroutine" : "goroutines";
        int named = 0;
        foreach (long id in group.Ids)
        {
            string next = $"{(named == 0 ? " " : ", ")}{id}";
            if (text.Length + next.Length + 3 > room) break;
            text += next;
            named++;
        }
        return named == 0 ? "" : named < group.Count ? text + ", …" : text;
    }

    private static string MarkOf(int frame, IReadOnlyList<WordSite> sites)
    {
        WordSite[] here = [.. sites.Where(s => s.Frame == frame)];
        if (here.Length == 0) return "";
        string words = string.Join(", ", here.Select(s => s.IsReliable ? $"{s.Argument}" : $"{s.Argument}?").Distinct());
        return $"  <- word {words}";
    }
}
