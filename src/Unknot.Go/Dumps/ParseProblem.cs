namespace Unknot.Go.Dumps;

/// <summary>Something in the input that was not understood. What was understood around it is kept.</summary>
/// <param name="Code">What kind of problem.</param>
/// <param name="Line">Line in the input, from 1; 0 where the input has no lines (protobuf).</param>
/// <param name="Offset">Byte offset in the input, from 0.</param>
/// <param name="Text">The text in question, at most 200 characters.</param>
public sealed record ParseProblem(ParseProblemCode Code, long Line, long Offset, string Text);

/// <summary>Kinds of problems in a dump. The names are part of the JSON contract: new ones may be added, none is renamed.</summary>
public enum ParseProblemCode
{
    /// <summary>A goroutine header whose state or id could not be read; the goroutine is kept.</summary>
    OddHeader,

    /// <summary>A line inside a goroutine that is neither function, file nor a known mark; the rest of the goroutine is kept.</summary>
    OddLine,

    /// <summary>A function line without its file line; the frame is kept with neither file nor line number.</summary>
    MissingFileLine,

    /// <summary>A file line without a function line before it.</summary>
    MissingFunctionLine,

    /// <summary>A file line whose line number could not be read; the file is kept.</summary>
    OddFileLine,

    /// <summary>An argument list that could not be read in full; the words before the odd one are kept.</summary>
    OddArguments,

    /// <summary>The input begins inside a goroutine: its first frames and header are missing.</summary>
    CutAtStart,

    /// <summary>The input ends inside a goroutine: frames may be missing (64 MiB is where pprof's debug=2 handler cuts).</summary>
    CutAtEnd,

    /// <summary>A line longer than the limit; its rest was passed over.</summary>
    LineTooLong,

    /// <summary>More problems of this input than are listed; <see cref="ParseProblem.Text"/> has their number.</summary>
    TooManyProblems,

    /// <summary>Compressed data that ended early or is damaged; what came out before is kept.</summary>
    DamagedCompression,

    /// <summary>A protobuf profile with a field that could not be read; what was read before is kept.</summary>
    DamagedProfile,

    /// <summary>A limit of <see cref="DumpLimits"/> was reached; the rest of the input was not read.</summary>
    LimitReached,

    /// <summary>The lines of the dump stood in reverse order (newest first, as journal viewers print) and were turned round.</summary>
    ReversedOrder,
}
