namespace Unknot.Go.Dumps.Canonical;

/// <summary>Reads a whole dump from a source: cuts it, lets the threads read the parts, and joins what they found.</summary>
internal sealed class TextDumpReader(DumpSource source, DumpOrigin origin, DumpLimits limits)
{
    /// <summary>Length at which pprof's debug=2 handler stops, in the middle of a line (<c>runtime/pprof</c>, <c>writeGoroutineStacks</c>).</summary>
    private const long PprofLimit = 64 << 20;

    /// <summary>Records made room for at once; more room is made as they come.</summary>
    private const long MaxEstimate = 1 << 20;

    /// <summary>Where the text is cut; null to choose. Each cut must stand before a header that follows a blank line.</summary>
    public long[]? Cuts { get; init; }

    public int BlockBytes { get; init; } = PartParser.DefaultBlockBytes;

    /// <summary>How many goroutines with id 1 were found.</summary>
    public int MainGoroutines { get; private set; }

    public GoroutineDump Read(int threads, List<ParseProblem> problems, LineIndex lines, IProgress<long>? progress)
    {
        long[] cuts = Cuts ?? DumpCuts.Find(source, threads);
        int parts = cuts.Length - 1;
        threads = Math.Min(Math.Max(threads, 1), parts);
        PartParser[] parsers = new PartParser[threads];
        try
        {
            (DumpPart Part, PartParser Parser)[] read = ReadParts(cuts, parsers, progress is null ? null : new ByteProgress(progress));
            return Assemble(read, parsers[0], problems, lines);
        }
        finally
        {
            foreach (PartParser? parser in parsers) parser?.Dispose();
        }
    }

    private (DumpPart Part, PartParser Parser)[] ReadParts(long[] cuts, PartParser[] parsers, IProgress<long>? progress)
    {
        RecordWindow[] windows = OpenWindows(cuts);
        (DumpPart, PartParser)[] read = new (DumpPart, PartParser)[windows.Length];
        for (int i = 0; i < parsers.Length; i++) parsers[i] = new PartParser(source, limits, BlockBytes);
        int next = -1;
        void Work(int worker)
        {
            for (int i; (i = Interlocked.Increment(ref next)) < windows.Length;)
            {
                read[i] = (parsers[worker].Parse(cuts[i], cuts[i + 1], windows[i], progress), parsers[worker]);
            }
        }
        if (parsers.Length == 1) Work(0);
        else Parallel.For(0, parsers.Length, new ParallelOptions { MaxDegreeOfParallelism = parsers.Length }, Work);
        return read;
    }

    /// <summary>Shares out one array by the parts' bytes, with reserve, from the density of the beginning.</summary>
    private RecordWindow[] OpenWindows(long[] cuts)
    {
        byte[] sample = new byte[(int)Math.Min(source.Length, 1 << 18)];
        int length = source.Read(0, sample);
        long found = 1 + sample.AsSpan(0, length).Count("\ngoroutine "u8);
        double perByte = 1.2 * found / Math.Max(length, 1);
        long room = Math.Min((long)(source.Length * perByte) + cuts.Length, Math.Min(MaxEstimate, (long)Math.Max(limits.MaxGoroutines, 0) + cuts.Length));
        GoroutineRecord[] records = GC.AllocateUninitializedArray<GoroutineRecord>((int)room);
        RecordWindow[] windows = new RecordWindow[cuts.Length - 1];
        for (int i = 0; i < windows.Length; i++)
        {
            int start = ShareOf(cuts[i], room), end = ShareOf(cuts[i + 1], room);
            windows[i] = new RecordWindow(records, start, end - start);
        }
        return windows;
    }

    private int ShareOf(long offset, long room) => source.Length == 0 ? 0 : (int)(room * ((double)offset / source.Length));

    private GoroutineDump Assemble((DumpPart Part, PartParser Parser)[] read, PartParser first, List<ParseProblem> problems, LineIndex lines)
    {
        DumpAssembler assembler = new(first, limits);
        int used = 0;
        while (used < read.Length && !assembler.ReachedLimit)
        {
            assembler.Add(read[used].Part, read[used].Parser);
            used++;
        }
        DumpPart[] parts = [.. read.Take(used).Select(r => r.Part)];
        bool isTruncated = IsTruncated(parts[^1], isEnd: !assembler.ReachedLimit);
        AddProblems(parts, problems, lines);
        MainGoroutines = assembler.MainGoroutines;
        GoroutineStack[] stacks = assembler.BuildStacks(out List<FrameSymbol> symbols);
        return new GoroutineDump(new TextDumpData(source, lines)
        {
            Registers = assembler.Registers,
            Records = Join(parts, assembler.Count),
            RecordCount = assembler.Count,
            States = assembler.States,
            Stacks = stacks,
            Symbols = symbols,
            Format = DumpFormat.Text,
            Origin = origin,
            Total = assembler.Count,
            FirstLine = lines.LineOf(parts[0].IsCutAtStart ? 0 : parts.FirstOrDefault(part => part.FirstHeader >= 0)?.FirstHeader ?? 0),
            IsCutAtStart = parts[0].IsCutAtStart,
            IsTruncated = isTruncated,
            IsComplete = assembler.HasAnchor && !parts[0].IsCutAtStart && !isTruncated && !assembler.ReachedLimit,
        });
    }

    private bool IsTruncated(DumpPart last, bool isEnd)
    {
        if (!isEnd || last.IsTruncated || source.Length != PprofLimit) return isEnd && last.IsTruncated;
        last.Report(ParseProblemCode.CutAtEnd, PprofLimit, "67108864 bytes, where pprof's debug=2 handler stops"u8);
        return true;
    }

    private void AddProblems(DumpPart[] parts, List<ParseProblem> problems, LineIndex lines)
    {
        foreach (DumpPart part in parts)
        {
            foreach (PartProblem problem in part.Problems)
            {
                ProblemList.Add(problems, limits, new ParseProblem(problem.Code, lines.LineOf(problem.Offset), problem.Offset, problem.Text));
            }
            ProblemList.CountUnlisted(problems, part.UnlistedProblems);
        }
    }

    /// <summary>Moves the parts' records together: within the shared array, or into a new one where a part has outgrown its stretch.</summary>
    private static GoroutineRecord[] Join(DumpPart[] parts, int count)
    {
        GoroutineRecord[] shared = parts[0].Records.Array;
        bool isShared = Array.TrueForAll(parts, part => part.Records.Array == shared);
        GoroutineRecord[] joined = isShared ? shared : new GoroutineRecord[count];
        int at = 0;
        foreach (DumpPart part in parts)
        {
            part.Records.Records.CopyTo(joined.AsSpan(at));
            at += part.Records.Count;
        }
        return joined;
    }
}
