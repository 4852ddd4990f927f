namespace Unknot.Go.Dumps;

/// <summary>A distinct stack of a dump: the frames that a number of goroutines share, line for line.</summary>
public sealed class GoroutineStack
{
    /// <summary>Makes a stack of its frames.</summary>
    /// <param name="index">Place in <see cref="GoroutineDump.Stacks"/>.</param>
    /// <param name="frames">Innermost first, without the <c>created by</c> line.</param>
    /// <param name="createdBy">The <c>created by</c> line; null for goroutine 1, system goroutines and where it was cut.</param>
    /// <param name="goroutineCount">How many goroutines stand here.</param>
    public GoroutineStack(int index, IReadOnlyList<FrameSymbol> frames, FrameSymbol? createdBy, long goroutineCount)
    {
        Index = index;
        Frames = frames;
        CreatedBy = createdBy;
        GoroutineCount = goroutineCount;
    }

    /// <summary>Place in <see cref="GoroutineDump.Stacks"/>, from 0.</summary>
    public int Index { get; }

    /// <summary>Frames, innermost (where it waits) first.</summary>
    public IReadOnlyList<FrameSymbol> Frames { get; }

    /// <summary>The go statement that started these goroutines; null where the dump has none.</summary>
    public FrameSymbol? CreatedBy { get; }

    /// <summary>How many goroutines of the dump have this stack, whatever their states.</summary>
    public long GoroutineCount { get; }
}
