using System.Globalization;
using System.Text;
using Unknot.Go.Dumps;
using Unknot.Go.Dumps.Canonical;

namespace Unknot.Go.Tests.Dumps;

/// <summary>Parses canonical text for tests, and writes down all that a dump tells, so that two dumps can be compared.</summary>
internal static class DumpText
{
    public static (GoroutineDump Dump, List<ParseProblem> Problems) Parse(string text, DumpLimits? limits = null) =>
        Parse(Encoding.UTF8.GetBytes(text), limits);

    public static (GoroutineDump Dump, List<ParseProblem> Problems) Parse(byte[] text, DumpLimits? limits = null)
    {
        List<ParseProblem> problems = [];
        return (CanonicalDumpParser.Parse(text, DumpOrigin.Unknown, limits ?? DumpLimits.Default, problems), problems);
    }

    public static (GoroutineDump Dump, List<ParseProblem> Problems) ParseCut(byte[] text, long[]? cuts, int threads, int blockBytes, DumpLimits limits)
    {
        List<ParseProblem> problems = [];
        MemoryDumpSource source = new(text);
        TextDumpReader reader = new(source, DumpOrigin.Unknown, limits) { Cuts = cuts, BlockBytes = blockBytes };
        return (reader.Read(threads, problems, new LineIndex(source, 1, null), progress: null), problems);
    }

    /// <summary>The only goroutine of a text that must be free of problems.</summary>
    public static Goroutine One(string text)
    {
        (GoroutineDump dump, List<ParseProblem> problems) = Parse(text);
        Assert.Empty(problems);
        return Assert.Single(dump.Goroutines);
    }

    public static string Describe(GoroutineDump dump, List<ParseProblem> problems)
    {
        StringBuilder all = new();
        all.Append(CultureInfo.InvariantCulture, $"{dump.Total} {dump.IsComplete} {dump.IsCutAtStart} {dump.IsTruncated} {dump.Line}\n");
        foreach (ParseProblem problem in problems) all.Append(problem).Append('\n');
        foreach (GoroutineStack stack in dump.Stacks) all.Append(CultureInfo.InvariantCulture, $"stack {stack.Index} x{stack.GoroutineCount} {Describe(stack)}\n");
        foreach (Goroutine goroutine in dump.Goroutines) all.Append(Describe(goroutine)).Append('\n');
        return all.ToString();
    }

    public static string Describe(GoroutineStack stack) =>
        string.Join(" < ", stack.Frames.Select(Describe)) + (stack.CreatedBy is null ? "" : " by " + Describe(stack.CreatedBy));

    public static string Describe(FrameSymbol symbol) => $"{symbol.Function}{(symbol.IsInlined ? "(...)" : "")} {symbol.File}:{symbol.Line}+{symbol.Offset:x}{(symbol.IsCreatedBy ? " created" : "")}";

    private static string Describe(Goroutine goroutine)
    {
        GoroutineDetails details = goroutine.ReadDetails();
        string words = string.Join(" | ", details.Frames.Select(frame => string.Join(",", frame.Arguments)));
        string ancestors = string.Join(" ", details.Ancestors.Select(a => $"{a.Id}:{string.Join("<", a.Frames.Select(Describe))}"));
        string registers = string.Join(" ", details.Registers.OrderBy(r => r.Key, StringComparer.Ordinal));
        string labels = string.Join(" ", details.Labels.OrderBy(l => l.Key, StringComparer.Ordinal));
        return $"{goroutine.Id} [{goroutine.State}] {goroutine.WaitMinutes} {goroutine.IsLockedToThread} stack {goroutine.Stack.Index} lock {goroutine.LockWord:x} caller {goroutine.CallerWord:x} line {goroutine.Line}"
            + $" {words} creator {details.CreatorId} gp {details.GAddress} m {details.MId} elided {details.FramesElided} {details.StackUnavailable} {labels} {registers} {ancestors}";
    }
}
