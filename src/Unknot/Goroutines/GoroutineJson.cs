using System.Text.Json;
using System.Text.Json.Serialization;
using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>Makes the JSON documents of <c>unknot goroutines</c>. The shape is a contract: fields may be added, none changes its meaning.</summary>
internal static class GoroutineJson
{
    private const int MaxNamed = GoroutineGroup.MaxNamed;

    public static void Write(Stream to, GoroutineReport report, int limit) =>
        JsonSerializer.Serialize(to, DocumentOf(report, limit), GoroutineJsonContext.Default.GoroutinesDocument);

    public static void Write(Stream to, DumpDiff diff, int limit) => JsonSerializer.Serialize(to, DocumentOf(diff, limit), GoroutineJsonContext.Default.DiffDocument);

    internal static GoroutinesDocument DocumentOf(GoroutineReport report, int limit) => new(
        "unknot.dev/goroutines/v1",
        report.Total,
        report.Selected,
        report.IsTruncated,
        report.Process is { } process ? new ProcessJson(process.Pid, process.Program, null) : null,
        [.. report.Inputs.Select(i => new InputJson(i.Name, i.Total, i.Parsed.BytesRead, [.. i.Parsed.Dumps.Select(DumpOf)]))],
        [.. report.Groups.Take(limit).Select(GroupOf)],
        [.. report.Locks.Select(LockOf)],
        report.Filter.Pointer is { } pointer ? new PointerJson(Hex(pointer), [.. report.Sites.Select(SiteOf)]) : null,
        [.. report.Inputs.SelectMany(i => i.Parsed.Problems.Select(p => ProblemOf(i.Name, p)))]);

    internal static DiffDocument DocumentOf(DumpDiff diff, int limit) => new(
        "unknot.dev/goroutines-diff/v1",
        new DiffSideJson(diff.OldName, diff.OldTotal),
        new DiffSideJson(diff.NewName, diff.NewTotal),
        [.. diff.Stayed.Take(limit).Select(GroupOf)],
        [.. diff.Appeared.Take(limit).Select(ChangeOf)],
        [.. diff.Gone.Take(limit).Select(ChangeOf)],
        [.. diff.Resized.Take(limit).Select(ChangeOf)]);

    private static DumpJson DumpOf(GoroutineDump dump) => new(
        dump.Format.ToString(), dump.Line, dump.Total, dump.Origin.Program, dump.Origin.Pid, dump.Origin.Time, dump.Origin.Wrapping,
        dump.IsCutAtStart, dump.IsTruncated, dump.IsComplete);

    private static GroupJson GroupOf(GoroutineGroup group)
    {
        bool tellsWaits = group.State.Length > 0;
        IReadOnlyList<StackFrame> printed = group.Longest.ReadDetails().Frames;
        return new GroupJson(
            group.Count,
            group.State,
            WaitReasonOf(group.State),
            tellsWaits ? group.MinMinutes * 60L : null,
            tellsWaits ? group.MaxMinutes * 60L : null,
            [.. group.Stack.Frames.Select((f, i) => FrameOf(f, i < printed.Count ? printed[i].Arguments : []))],
            group.Longest.Id == 0 ? null : group.Longest.Id,
            group.Stack.CreatedBy?.Function,
            group.Stack.CreatedBy is { File: { } file } creator ? $"{file}:{creator.Line}" : null,
            group.Ids);
    }

    private static ChangeJson ChangeOf(GroupChange change) => new(change.OldCount, change.NewCount, change.Growth, GroupOf(change.Group));

    private static FrameJson FrameOf(FrameSymbol frame, IReadOnlyList<ArgumentWord> words) =>
        new(frame.Function, frame.File, frame.Line > 0 ? frame.Line : null, frame.IsInlined, [.. words.Select(TextOf)]);

    /// <summary>As the traceback prints it, without the braces: <c>0xc000…</c>, <c>0x7?</c>, <c>...</c>, <c>_</c>.</summary>
    internal static string TextOf(ArgumentWord word) => word switch
    {
        { Flags: var flags } when (flags & ArgumentWordFlags.Elided) != 0 => "...",
        { Flags: var flags } when (flags & ArgumentWordFlags.NotPrinted) != 0 => "_",
        { IsReliable: false } => Hex(word.Value) + "?",
        _ => Hex(word.Value),
    };

    private static LockJson LockOf(LockGroup awaited) =>
        new(awaited.Kind, Hex(awaited.Address), awaited.State, awaited.Input, awaited.Waiters.Count, awaited.MaxMinutes * 60L, [.. awaited.Waiters.Take(MaxNamed)], []);

    private static SiteJson SiteOf(WordSite site) => new(site.Goroutine, site.Frame, site.Function, site.Argument, site.IsReliable);

    private static ProblemJson ProblemOf(string file, ParseProblem problem) =>
        new(problem.Code.ToString(), file, problem.Line > 0 ? problem.Line : null, problem.Line > 0 ? null : problem.Offset, problem.Text);

    /// <summary>The reason of a goroutine that waits; null for the other states (<c>runtime/traceback.go</c>, <c>gStatusStrings</c>) and for profiles.</summary>
    private static string? WaitReasonOf(string state)
    {
        string bare = state.Replace(" (scan)", "", StringComparison.Ordinal);
        return bare is "" or "idle" or "runnable" or "running" or "syscall" or "waiting" or "dead" or "copystack" or "preempted" or "leaked" ? null : bare;
    }

    private static string Hex(ulong value) => $"0x{value:x}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(GoroutinesDocument))]
[JsonSerializable(typeof(DiffDocument))]
internal sealed partial class GoroutineJsonContext : JsonSerializerContext;
