namespace Unknot.Go.Dumps.Wrapping;

/// <summary>One goroutine in unwrapped text, or frames without a header where the input begins inside one.</summary>
internal struct DumpBlock
{
    /// <summary>The header's goid; -1 for frames without a header.</summary>
    internal long Id;

    /// <summary>Where its text starts, in bytes.</summary>
    internal int Offset;

    /// <summary>Its first line in the unwrapped text, from 0.</summary>
    internal long Line;

    /// <summary>Which <see cref="DumpSegment"/> it lies in.</summary>
    internal int Segment;
    internal Wrappings Wrappings;
    internal bool IsRunning;

    /// <summary>Log lines stood between the goroutine before and this one.</summary>
    internal bool IsAfterNoise;
    internal bool HasFunction;
    internal bool HasFile;
}
