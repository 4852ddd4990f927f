using Unknot.Go.Dumps.Canonical;

namespace Unknot.Go.Dumps;

/// <summary>
/// Parses one dump of canonical text: LF only, headers and function lines flush left, file lines behind one tab, a blank line between
/// goroutines. The front door turns everything else into this. The format: <c>docs/formats/goroutine-dump.md</c>.
/// </summary>
internal static class CanonicalDumpParser
{
    /// <summary>Parses a dump in memory.</summary>
    /// <param name="text">The canonical text, which the dump keeps.</param>
    /// <param name="origin">What is known of the process.</param>
    /// <param name="limits">Upper bounds.</param>
    /// <param name="problems">
    /// Takes what was not understood, at most <see cref="DumpLimits.MaxProblems"/> and one entry that counts the rest. Offsets are those of
    /// <paramref name="text"/>.
    /// </param>
    /// <param name="lineMap">The input's line for a line of the text, where they differ.</param>
    /// <param name="firstLine">The number of the text's first line, before it is mapped.</param>
    public static GoroutineDump Parse(
        ReadOnlyMemory<byte> text,
        DumpOrigin origin,
        DumpLimits limits,
        List<ParseProblem> problems,
        Func<long, long>? lineMap = null,
        long firstLine = 1)
    {
        MemoryDumpSource source = new(text);
        int threads = ThreadsOf(limits);
        return new TextDumpReader(source, origin, limits).Read(threads, problems, new LineIndex(source, firstLine, lineMap, threads), progress: null);
    }

    /// <summary>How many threads the limits allow. The pool's minimum is the number of processors, which this project may not ask for.</summary>
    public static int ThreadsOf(DumpLimits limits)
    {
        if (limits.Threads > 0) return limits.Threads;
        ThreadPool.GetMinThreads(out int processors, out _);
        return processors;
    }
}
