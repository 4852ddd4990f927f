namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// The unchanging text of a frame, as interned. The head is what stands before the part that differs from goroutine to goroutine
/// (<c>pkg.F(</c>, or <c>created by pkg.F in goroutine </c>), the tail is the file line behind it. Where nothing differs
/// (<c>pkg.F()</c>, <c>pkg.F(...)</c>), the head is both lines and there is no tail. The tail starts at the next multiple of 32 bytes.
/// </summary>
internal unsafe struct FrameText
{
    public byte* Text;
    public int Head;
    public int Tail;
    public ulong Hash;
    public FrameShape Shape;
    public FrameOrigin Origin;

    /// <summary>False where each occurrence must be looked at by the careful path, because it is a problem to report.</summary>
    public bool IsPredictable;

    public readonly ReadOnlySpan<byte> HeadBytes => new(Text, Head);

    public readonly ReadOnlySpan<byte> TailBytes => new(Text + TailStart(Head), Tail);

    public static int TailStart(int head) => (head + 31) & ~31;
}

/// <summary>What stands between a frame's head and its tail.</summary>
internal enum FrameShape : byte
{
    /// <summary>Nothing: the head is all.</summary>
    Fixed,

    /// <summary>Argument words and a closing parenthesis.</summary>
    Arguments,

    /// <summary>The creating goroutine's id.</summary>
    Creator,

    /// <summary>There is no file line: the head is the name alone, the tail one byte that tells the <see cref="FunctionLineKind"/>.</summary>
    NoFile,
}

/// <summary>Whose code a frame is, as far as lock words care.</summary>
internal enum FrameOrigin : byte
{
    Other,

    /// <summary>Package <c>sync</c> or <c>internal/sync</c>.</summary>
    Sync,

    /// <summary>Package <c>runtime</c>.</summary>
    Runtime,

    /// <summary>A <c>created by</c> line.</summary>
    CreatedBy,
}
