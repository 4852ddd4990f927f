using System.Text.Json.Serialization;

// The JSON contract in one place, one record per object: read it beside docs/goroutines-json.md. Nothing here computes.
namespace Unknot.Goroutines;

/// <summary><c>unknot.dev/goroutines/v1</c>.</summary>
/// <param name="SchemaVersion">Always that text.</param>
/// <param name="Total">Goroutines seen, all files together, whatever the filters.</param>
/// <param name="Selected">Goroutines that the filters let through.</param>
/// <param name="Truncated">An input ended inside a goroutine.</param>
/// <param name="Process">Where all dumps that tell a process tell the same one.</param>
/// <param name="Inputs">The files and the dumps in them.</param>
/// <param name="Groups">Equal stack and state; most goroutines first.</param>
/// <param name="Locks">What is waited for, by address.</param>
/// <param name="Pointer">Where the searched word stands; null without <c>--pointer</c>.</param>
/// <param name="Problems">What was not understood.</param>
internal sealed record GoroutinesDocument(
    string SchemaVersion,
    long Total,
    long Selected,
    bool Truncated,
    ProcessJson? Process,
    IReadOnlyList<InputJson> Inputs,
    IReadOnlyList<GroupJson> Groups,
    IReadOnlyList<LockJson> Locks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PointerJson? Pointer,
    IReadOnlyList<ProblemJson> Problems);

internal sealed record ProcessJson(int? Pid, string? Executable, string? GoVersion);

internal sealed record InputJson(string Path, long Total, long Bytes, IReadOnlyList<DumpJson> Dumps);

internal sealed record DumpJson(
    string Format, long Line, long Total, string? Program, int? Pid, DateTimeOffset? Time, string Wrapping, bool CutAtStart, bool Truncated, bool Complete);

/// <summary>Waits are seconds and lower bounds; null where the form of the dump tells none. Argument words are those of the goroutine <paramref name="ArgumentsOf"/>.</summary>
internal sealed record GroupJson(
    long Count,
    string State,
    string? WaitReason,
    long? MinWait,
    long? MaxWait,
    IReadOnlyList<FrameJson> Frames,
    long? ArgumentsOf,
    string? CreatedBy,
    string? CreatedAt,
    IReadOnlyList<long> Goroutines);

internal sealed record FrameJson(string Function, string? File, int? Line, bool Inlined, IReadOnlyList<string> Arguments);

internal sealed record LockJson(
    string Kind, string Address, string State, string File, int WaiterCount, long MaxWait, IReadOnlyList<long> Waiters, IReadOnlyList<HolderJson> Holders);

internal sealed record HolderJson(long Goroutine, string Certainty, string Why);

internal sealed record PointerJson(string Address, IReadOnlyList<SiteJson> Sites);

internal sealed record SiteJson(long Goroutine, int Frame, string Function, int Argument, bool Reliable);

/// <summary>One of <paramref name="Line"/> and <paramref name="Offset"/> is there.</summary>
internal sealed record ProblemJson(
    string Code,
    string File,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Line,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Offset,
    string Text);

/// <summary><c>unknot.dev/goroutines-diff/v1</c>.</summary>
internal sealed record DiffDocument(
    string SchemaVersion,
    DiffSideJson Old,
    DiffSideJson New,
    IReadOnlyList<GroupJson> Stayed,
    IReadOnlyList<ChangeJson> Appeared,
    IReadOnlyList<ChangeJson> Gone,
    IReadOnlyList<ChangeJson> Resized);

internal sealed record DiffSideJson(string Path, long Total);

internal sealed record ChangeJson(long OldCount, long NewCount, long Growth, GroupJson Group);
