using Unknot.Diagnosis.Reports;
using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>The text of <c>unknot goroutines</c>: what was read, the groups, the locks, what was not understood.</summary>
internal sealed class GoroutineText(TextWriter to, Ink ink, int width, bool full, int limit)
{
    private const int MaxLocks = 10;
    private const int MaxProblems = 10;

    private readonly GroupText _groups = new(to, ink, width, full);

    public void Write(GoroutineReport report)
    {
        foreach (DumpInput input in report.Inputs) WriteInput(input);
        string selected = report.Filter.IsEmpty ? "" : $"{report.Selected:N0} of ";
        string groups = report.Groups.Count == 1 ? "1 group" : $"{report.Groups.Count:N0} groups";
        to.WriteLine(ink.Bold($"{selected}{Counted(report.Total)} in {groups} of equal stack and state"));
        if (report.Filter.Pointer is { } pointer) WritePointer(pointer, report);
        if (report.Groups.Any(g => g.MaxMinutes > 0)) to.WriteLine(ink.Faint("Waiting times are lower bounds: \"3m+\" is at least 3 minutes."));
        _groups.WriteAll(report.Groups, limit, report.Sites);
        WriteLocks(report.Locks);
        WriteProblems(report.Inputs);
    }

    public void Write(DumpDiff diff, IReadOnlyList<DumpInput> inputs)
    {
        long growth = diff.NewTotal - diff.OldTotal;
        to.WriteLine(ink.Bold($"{Counted(diff.OldTotal)} → {diff.NewTotal:N0} ({(growth >= 0 ? "+" : "")}{growth:N0})"));
        to.WriteLine($"  old  {TerminalText.Neutralise(diff.OldName)}");
        to.WriteLine($"  new  {TerminalText.Neutralise(diff.NewName)}");
        Head("Stayed where they were (same goroutine, same stack)", diff.Stayed.Count, diff.Stayed.Sum(g => g.Count));
        _groups.WriteAll(diff.Stayed, limit, []);
        WriteChanges("New groups", diff.Appeared, diff.Appeared.Sum(c => c.NewCount));
        WriteChanges("Gone groups", diff.Gone, diff.Gone.Sum(c => c.OldCount));
        WriteChanges("Grown and shrunk groups", diff.Resized, diff.Resized.Sum(c => c.NewCount));
        WriteProblems(inputs);
    }

    private void WriteInput(DumpInput input)
    {
        foreach (GoroutineDump dump in input.Parsed.Dumps)
        {
            string process = dump.Origin switch
            {
                { Program: { } program, Pid: { } pid } => $" {program} ({pid}),",
                { Program: { } program } => $" {program},",
                { Pid: { } pid } => $" pid {pid},",
                _ => "",
            };
            string line = input.Parsed.Dumps.Count > 1 ? $" from line {dump.Line}," : "";
            to.WriteLine(TerminalText.Neutralise($"{input.Name}:{process}{line} {Counted(dump.Total)}"));
            if (dump.IsCutAtStart) to.WriteLine(ink.Alarm("  starts inside a goroutine: goroutines before it are missing"));
            if (dump.IsTruncated) to.WriteLine(ink.Alarm("  ends inside a goroutine: goroutines after it may be missing"));
        }
        if (input.Parsed.Dumps.Count == 0) to.WriteLine(TerminalText.Neutralise($"{input.Name}: no goroutines"));
    }

    private void WritePointer(ulong pointer, GoroutineReport report)
    {
        to.WriteLine($"0x{pointer:x} stands in {Counted(report.Selected)}: marked with <- and its place");
        to.WriteLine("among the frame's argument words (? where the dump says it may be stale)");
    }

    private void WriteChanges(string title, IReadOnlyList<GroupChange> changes, long goroutines)
    {
        Head(title, changes.Count, goroutines);
        _groups.WriteChanges(changes, limit);
    }

    private void Head(string title, int groups, long goroutines)
    {
        to.WriteLine();
        to.WriteLine(ink.Bold(groups == 0 ? $"{title}: none" : $"{title}: {Counted(goroutines)}, {groups:N0} {(groups == 1 ? "group" : "groups")}"));
    }

    private void WriteLocks(IReadOnlyList<LockGroup> locks)
    {
        if (locks.Count == 0) return;
        to.WriteLine();
        to.WriteLine(ink.Bold("Waited for"));
        foreach (LockGroup awaited in locks.Take(MaxLocks))
        {
            string wait = awaited.MaxMinutes > 0 ? WaitDuration.Show(awaited.MaxMinutes) + "+" : "";
            string ids = string.Join(", ", awaited.Waiters.Take(100));
            string line = $"  {awaited.Kind,-9} {$"0x{awaited.Address:x}",-14} {awaited.Waiters.Count,5:N0} {(awaited.Waiters.Count == 1 ? "waiter " : "waiters")} {wait,6}  {ids}";
            to.WriteLine(line.Length <= width ? line : line[..(width - 1)] + "…");
        }
        if (locks.Count > MaxLocks) to.WriteLine(ink.Faint($"  … and {locks.Count - MaxLocks:N0} more (--format json has all)"));
    }

    private void WriteProblems(IReadOnlyList<DumpInput> inputs)
    {
        (string Name, ParseProblem Problem)[] problems = [.. inputs.SelectMany(i => i.Parsed.Problems.Select(p => (i.Name, p)))];
        if (problems.Length == 0) return;
        to.WriteLine();
        to.WriteLine(ink.Bold($"Not understood, or worth knowing: {problems.Length:N0}"));
        foreach ((string name, ParseProblem problem) in problems.Take(MaxProblems))
        {
            string place = problem.Line > 0 ? $"line {problem.Line}" : $"offset {problem.Offset}";
            string file = inputs.Count > 1 ? name + " " : "";
            string line = TerminalText.Neutralise($"  {file}{place}  {problem.Code}  {problem.Text}");
            to.WriteLine(line.Length <= width ? line : line[..(width - 1)] + "…");
        }
        if (problems.Length > MaxProblems) to.WriteLine(ink.Faint($"  … and {problems.Length - MaxProblems:N0} more (--format json has all)"));
    }

    private static string Counted(long number) => number == 1 ? "1 goroutine" : $"{number:N0} goroutines";
}
