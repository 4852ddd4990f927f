namespace Unknot.Go.Dumps;

/// <summary>Upper bounds for what is taken from one input, so that a hostile or broken one costs bounded time and memory.</summary>
public sealed record DumpLimits
{
    /// <summary>Limits for ordinary use.</summary>
    public static DumpLimits Default { get; } = new();

    /// <summary>Goroutines in one input; default 20 million (a real dockerd was found with 722,806).</summary>
    public int MaxGoroutines { get; init; } = 20_000_000;

    /// <summary>Frames of one goroutine; default 10,000 (the runtime itself prints at most 100 unless told otherwise).</summary>
    public int MaxFrames { get; init; } = 10_000;

    /// <summary>Bytes in one line; default 1 MiB. In an escaped one-line dump the limit counts for the lines inside.</summary>
    public int MaxLineBytes { get; init; } = 1 << 20;

    /// <summary>Problems listed; default 1,000. Further ones are counted.</summary>
    public int MaxProblems { get; init; } = 1_000;

    /// <summary>Bytes out of a compressed profile; default 256 MiB.</summary>
    public long MaxDecompressedBytes { get; init; } = 256L << 20;

    /// <summary>Threads that parse one large input; default 0 = one per processor. 1 = this thread alone.</summary>
    public int Threads { get; init; }
}
