namespace Unknot.Go.Dumps.Wrapping;

/// <summary>What stood around a line of text in the input: the log record's time, program and pid, and which wrappings were taken off.</summary>
internal readonly ref struct LineOrigin
{
    /// <summary>Line of the input, from 1.</summary>
    internal required long Line { get; init; }

    internal Wrappings Wrappings { get; init; }

    /// <summary>The record's time as written; empty where none.</summary>
    internal ReadOnlySpan<byte> Time { get; init; }

    /// <summary>Time in microseconds since 1970 (journal exports); 0 where none.</summary>
    internal long UnixMicroseconds { get; init; }

    /// <summary>Program as syslog names it; empty where none.</summary>
    internal ReadOnlySpan<byte> Ident { get; init; }

    /// <summary>0 where none.</summary>
    internal int Pid { get; init; }

    internal LineOrigin With(Wrappings more) => new()
    {
        Line = Line, Wrappings = Wrappings | more, Time = Time, UnixMicroseconds = UnixMicroseconds, Ident = Ident, Pid = Pid,
    };

    internal LineOrigin WithTime(ReadOnlySpan<byte> time, Wrappings more) => new()
    {
        Line = Line, Wrappings = Wrappings | more, Time = time.IsEmpty ? Time : time, UnixMicroseconds = UnixMicroseconds, Ident = Ident, Pid = Pid,
    };
}
