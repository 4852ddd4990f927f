namespace Unknot.Diagnosis.Formats.Node;

/// <summary>A signal of the <see cref="Manifest"/>: which process was asked for its goroutines, what that was expected to cost, and what came.</summary>
internal sealed record ManifestDump
{
    /// <summary>What it is.</summary>
    public required string Component { get; init; }

    /// <summary>Its pid.</summary>
    public required int Pid { get; init; }

    /// <summary>How many goroutines were expected before the signal was sent.</summary>
    public long ExpectedGoroutines { get; init; }

    /// <summary>True where that is an upper bound by the process' memory; false where it told the number itself.</summary>
    public bool IsUpperBound { get; init; }

    /// <summary>The longest standstill expected, seconds: 30 µs for each goroutine.</summary>
    public double ExpectedPauseSeconds { get; init; }

    /// <summary>When SIGUSR1 was sent.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary><c>taken</c>, <c>incomplete</c> or <c>missing</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>From the signal until the dump was read, seconds. The standstill is a part of it.</summary>
    public double Seconds { get; init; }

    /// <summary>Bytes of the dump.</summary>
    public long Bytes { get; init; }
}
