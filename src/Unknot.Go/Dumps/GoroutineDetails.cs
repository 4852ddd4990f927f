namespace Unknot.Go.Dumps;

/// <summary>All that a dump's text says of one goroutine.</summary>
/// <param name="Frames">Frames with their argument words, innermost first; the <c>created by</c> line is not among them.</param>
/// <param name="CreatedBy">The go statement that started it; null where not printed.</param>
/// <param name="CreatorId">Goroutine that ran the go statement (<c>created by X in goroutine N</c>, Go 1.21 and later); null where not printed.</param>
/// <param name="Labels">Profiler labels (<c>labels:{…}</c>, Go 1.27 and later, and <c># labels:</c> of debug=1 profiles).</param>
/// <param name="GAddress">Address of the runtime's g (<c>gp=0x…</c>, Go 1.23 and later under GOTRACEBACK=system); null where not printed.</param>
/// <param name="MId">The thread's m number (<c>m=5</c>); null where none or <c>m=nil</c>.</param>
/// <param name="FramesElided">Frames left out in the middle (<c>...additional frames elided...</c>); 0 when none, -1 when their number is not told.</param>
/// <param name="Ancestors">Stacks of the goroutines that created this one (<c>[originating from goroutine N]</c>, GODEBUG=tracebackancestors).</param>
/// <param name="StackUnavailable">True where the dump says <c>goroutine running on other thread; stack unavailable</c>.</param>
/// <param name="Registers">Register block of a crashed goroutine (<c>rip</c>, <c>rsp</c>, …); empty when none.</param>
public sealed record GoroutineDetails(
    IReadOnlyList<StackFrame> Frames,
    FrameSymbol? CreatedBy,
    long? CreatorId,
    IReadOnlyDictionary<string, string> Labels,
    ulong? GAddress,
    long? MId,
    int FramesElided,
    IReadOnlyList<GoroutineAncestor> Ancestors,
    bool StackUnavailable,
    IReadOnlyDictionary<string, ulong> Registers);

/// <summary>One ancestor printed under a goroutine: who created it, and where it stood then.</summary>
/// <param name="Id">The ancestor's goid.</param>
/// <param name="Frames">Its frames at the go statement, innermost first; no argument words are printed for them.</param>
public sealed record GoroutineAncestor(long Id, IReadOnlyList<FrameSymbol> Frames);
