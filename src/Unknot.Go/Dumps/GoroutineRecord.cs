namespace Unknot.Go.Dumps;

/// <summary>One goroutine in 64 bytes: a dump of half a million stays within some 32 MB. Filled by the parsers.</summary>
internal struct GoroutineRecord
{
    public long Id;
    public long Count;
    public ulong LockWord;
    public ulong CallerWord;

    /// <summary>Where the goroutine's text starts in the dump's source, in bytes; see <see cref="GoroutineDump.ReadDetails"/>.</summary>
    public long Offset;

    /// <summary>How many bytes its text has.</summary>
    public int Length;
    public int Stack;
    public int StateIndex;

    /// <summary>-1 when no duration is printed.</summary>
    public int WaitMinutes;
    public GoroutineFlags Flags;
}

/// <summary>Marks of a header.</summary>
[Flags]
internal enum GoroutineFlags
{
    None = 0,
    LockedToThread = 1,
}
