namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Parses what a stream holds, one dump after the other.</summary>
internal static class UnwrappedDumps
{
    /// <summary>Dumps of one input. A log of months may have a thousand panics; a made-up one has a header in each line, and each dump costs some 0.1 ms.</summary>
    private const int MaxDumps = 10_000;

    internal static void Parse(DumpStream stream, DumpLimits limits, InputProblems problems, List<GoroutineDump> dumps)
    {
        List<int> starts = DumpBoundaries.Find(stream.Blocks);
        // Over the streams there are at most as many sums as streams.
        int room = limits.MaxGoroutines - dumps.Sum(d => d.Count);
        for (int i = 0; i + 1 < starts.Count; i++)
        {
            if (dumps.Count >= MaxDumps || room <= 0)
            {
                problems.Add(ParseProblemCode.LimitReached, stream.Text.Lines.InputLine(stream.Blocks[starts[i]].Line), InputProblems.OfLine, []);
                return;
            }

            GoroutineDump? dump = Parse(stream, starts[i], starts[i + 1], limits with { MaxGoroutines = room }, problems);
            if (dump is null) continue;
            dumps.Add(dump);
            room -= dump.Count;
        }

        foreach (GoroutineDump dump in stream.Profiles.Finish())
        {
            room -= dump.Count;
            if (room < 0 || dumps.Count >= MaxDumps)
            {
                problems.Add(ParseProblemCode.LimitReached, dump.Line, InputProblems.OfLine, []);
                return;
            }

            dump.SetProgram(ProgramNames.Find(dump));
            dumps.Add(dump);
        }
    }

    private static GoroutineDump? Parse(DumpStream stream, int first, int end, DumpLimits limits, InputProblems problems)
    {
        DumpBlock block = stream.Blocks[first];
        // Frames without a header are part of a dump only where functions and files stand together: a lone line of a log may look like either.
        if (block.Id < 0 && !(block.HasFunction && block.HasFile))
        {
            if (first + 1 == end) return null;
            block = stream.Blocks[++first];
        }

        int textEnd = end == stream.Blocks.Count ? stream.Text.Length : stream.Blocks[end].Offset;
        LineMap lines = stream.Text.Lines;
        long firstLine = block.Line;
        List<ParseProblem> found = [];
        GoroutineDump dump = CanonicalDumpParser.Parse(
            stream.Text.Slice(block.Offset, textEnd), Origin(stream, first, end), limits, found, line => lines.InputLine(firstLine + line - 1));
        problems.AddRange(found.Select(p => p with { Offset = InputProblems.OfLine }));
        if (dump.Count == 0) return null;
        dump.SetProgram(ProgramNames.Find(dump));
        return dump;
    }

    private static DumpOrigin Origin(DumpStream stream, int first, int end)
    {
        Wrappings wrappings = Wrappings.Plain;
        for (int i = first; i < end; i++) wrappings |= stream.Blocks[i].Wrappings;
        DumpSegment segment = stream.Segments[stream.Blocks[first].Segment];
        return new DumpOrigin(segment.Ident, segment.Pid, segment.Time, wrappings.ToName());
    }
}
