using Unknot.Go.Dumps.Wrapping;

namespace Unknot.Go.Dumps;

/// <summary>Reads goroutine dumps of every form. Never throws on bad input: what was not understood is a <see cref="ParseProblem"/>.</summary>
public static partial class GoroutineDumpParser
{
    /// <summary>Parses all dumps in an input.</summary>
    /// <param name="input">
    /// The bytes: text as the runtime prints it, such text in a log or ticket (see <see cref="DumpOrigin.Wrapping"/>), a pprof profile of any form, or any of these
    /// in gzip. Kept by the dumps, which read argument words out of it later.
    /// </param>
    /// <param name="limits">Upper bounds; default <see cref="DumpLimits.Default"/>.</param>
    /// <returns>The dumps and what was not understood. Lines and offsets are those of the input, or of what was in the gzip.</returns>
    public static ParsedDumps Parse(ReadOnlyMemory<byte> input, DumpLimits? limits = null) => new DumpInput(limits ?? DumpLimits.Default).Parse(input);

    /// <summary>
    /// Says in which form an input seems to hold goroutines, at the cost of a search for a few words: asked of every file of a bundle. A yes may still turn
    /// out to hold no dump.
    /// </summary>
    /// <param name="head">The input or its beginning; a dump that starts behind it (in the middle of a log) is only found when it is given, too.</param>
    /// <returns>The form; null where nothing looks like goroutines.</returns>
    public static DumpFormat? Recognise(ReadOnlySpan<byte> head) => DumpRecogniser.Recognise(head);
}
