namespace Unknot.Go.Dumps;

/// <summary>Reads goroutine dumps of every form. Never throws on bad input: what was not understood is a <see cref="ParseProblem"/>.</summary>
public static partial class GoroutineDumpParser
{
    /// <summary>Parses all dumps in an input.</summary>
    /// <param name="input">The bytes: text, or a (gzipped) protobuf profile. Kept by the dumps, which read argument words out of it later.</param>
    /// <param name="limits">Upper bounds; default <see cref="DumpLimits.Default"/>.</param>
    /// <returns>The dumps and what was not understood.</returns>
    public static ParsedDumps Parse(ReadOnlyMemory<byte> input, DumpLimits? limits = null) => new([], [], input.Length);
}
