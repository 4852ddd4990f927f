using Unknot.Go.Dumps.Wrapping;

namespace Unknot.Go.Dumps;

/// <summary>Reads goroutine dumps of every form. Never throws on bad input: what was not understood is a <see cref="ParseProblem"/>.</summary>
public static partial class GoroutineDumpParser
{
    /// <summary>Parses all dumps in an input.</summary>
    /// <param name="input">The bytes: text, or a (gzipped) protobuf profile. Kept by the dumps, which read argument words out of it later.</param>
    /// <param name="limits">Upper bounds; default <see cref="DumpLimits.Default"/>.</param>
    /// <returns>The dumps and what was not understood.</returns>
    public static ParsedDumps Parse(ReadOnlyMemory<byte> input, DumpLimits? limits = null)
    {
        limits ??= DumpLimits.Default;
        ProblemList problems = new(limits);
        DumpUnwrapper unwrapper = new(limits, problems);
        unwrapper.AddText(input.Span, 1, Wrappings.Plain);
        List<GoroutineDump> dumps = [];
        foreach (DumpStream stream in unwrapper.Streams) UnwrappedDumps.Parse(stream, limits, problems, dumps);
        return new ParsedDumps([.. dumps.OrderBy(d => d.Line)], problems.ToList(), input.Length);
    }
}
