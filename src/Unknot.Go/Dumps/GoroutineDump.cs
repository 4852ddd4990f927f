namespace Unknot.Go.Dumps;

/// <summary>
/// All goroutines of one process at one moment, as one dump printed them. Open this file first: a dump is a list of goroutines, each
/// standing on one of the distinct stacks; <see cref="GoroutineDumpParser"/> makes it.
/// </summary>
public sealed class GoroutineDump
{
    private readonly GoroutineDumpData _data;

    internal GoroutineDump(GoroutineDumpData data) => _data = data;

    internal GoroutineRecord[] Records => _data.Records;

    internal string[] States => _data.States;

    internal GoroutineStack[] StackArray => _data.Stacks;

    /// <summary>Each symbol of the stacks once, in any order.</summary>
    internal IEnumerable<FrameSymbol> Symbols =>
        _data.Symbols ?? Stacks.SelectMany(s => s.CreatedBy is null ? s.Frames : s.Frames.Append(s.CreatedBy)).Distinct();

    /// <summary>In which form the goroutines stood in the input.</summary>
    public DumpFormat Format => _data.Format;

    /// <summary>What the input around the dump says of the process: program, pid, time. All may be unknown.</summary>
    public DumpOrigin Origin => _data.Origin;

    /// <summary>
    /// Goroutines of the process: the sum of <see cref="Goroutine.Count"/>, or the total that an aggregated profile's own first line gives
    /// where that is larger (a profile thinned by hand).
    /// </summary>
    public long Total => _data.Total;

    /// <summary>Number of entries; for profiles fewer than <see cref="Total"/>.</summary>
    public int Count => _data.RecordCount;

    /// <summary>The entry at a place.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>A view of the goroutine.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public Goroutine this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new Goroutine(this, index);
        }
    }

    /// <summary>All entries, in the order of the input.</summary>
    public IEnumerable<Goroutine> Goroutines
    {
        get
        {
            for (int i = 0; i < Count; i++) yield return new Goroutine(this, i);
        }
    }

    /// <summary>The distinct stacks.</summary>
    public IReadOnlyList<GoroutineStack> Stacks => _data.Stacks;

    /// <summary>True where the input begins inside a goroutine, so that goroutines are missing before the first.</summary>
    public bool IsCutAtStart => _data.IsCutAtStart;

    /// <summary>True where the input ends inside a goroutine, so that goroutines may be missing after the last.</summary>
    public bool IsTruncated => _data.IsTruncated;

    /// <summary>
    /// True where nothing says that goroutines are missing: begins with a header, ends after a complete goroutine, and has a
    /// <c>running</c> goroutine or goroutine 1 among them. "No holder in the dump" means something only then.
    /// </summary>
    public bool IsComplete => _data.IsComplete;

    /// <summary>Line of the input where the dump starts, from 1.</summary>
    public long Line => _data.FirstLine;

    /// <summary>
    /// Every argument word in the dump that lies in one of the ranges, in the goroutines asked for. One pass over their text: this is how
    /// a holder is looked for among half a million goroutines.
    /// </summary>
    /// <param name="ranges">Address ranges, in any order; they may overlap.</param>
    /// <param name="goroutines">Indexes of the goroutines to look at; null for all.</param>
    /// <param name="maxHits">Stop after so many; default 100,000.</param>
    /// <returns>Hits in the order of the goroutines.</returns>
    public IReadOnlyList<WordHit> FindWords(IReadOnlyList<AddressRange> ranges, IReadOnlyList<int>? goroutines = null, int maxHits = 100_000) =>
        _data.FindWords(ranges, goroutines, maxHits);

    /// <summary>Names the program by what stands on the stacks; null leaves what the log's prefix says.</summary>
    internal void SetProgram(string? program)
    {
        if (program is null || program == Origin.Program) return;
        // A log that files the lines under another program (containerd started by dockerd, a shim by containerd) gives that one's pid.
        bool isOthersPid = Origin.Program is not null && !Origin.Program.StartsWith(program, StringComparison.Ordinal);
        _data.Origin = Origin with { Program = program, Pid = isOthersPid ? null : Origin.Pid };
    }

    internal long LineOf(int index) => _data.LineOf(index);

    internal GoroutineDetails ReadDetails(int index) => _data.ReadDetails(index);
}

/// <summary>A range of addresses.</summary>
/// <param name="First">First address in it.</param>
/// <param name="Last">Last address in it; not below <paramref name="First"/>.</param>
public readonly record struct AddressRange(ulong First, ulong Last);

/// <summary>An argument word that lies in a range asked for.</summary>
/// <param name="Goroutine">Index of the goroutine.</param>
/// <param name="Word">The word.</param>
public readonly record struct WordHit(int Goroutine, ulong Word);

/// <summary>What the input around a dump says of the process. From a log prefix, a marker, or the main package in the stacks; a file's name is not looked at here.</summary>
/// <param name="Program">Program name: <c>dockerd</c>, <c>containerd</c>, <c>containerd-shim</c>, <c>kubelet</c>, …; null where nothing tells.</param>
/// <param name="Pid">Process id from a syslog prefix (<c>containerd[1234]:</c>); null where nothing tells.</param>
/// <param name="Time">Time of the log line that the dump stands in; null where nothing tells.</param>
/// <param name="Wrapping">How it was wrapped: <c>plain</c>, <c>logrus-escaped</c>, <c>syslog-prefix</c>, <c>indented</c>, <c>reversed</c>, joined by <c>+</c>.</param>
public sealed record DumpOrigin(string? Program, int? Pid, DateTimeOffset? Time, string Wrapping)
{
    /// <summary>An origin that tells nothing.</summary>
    public static DumpOrigin Unknown { get; } = new(null, null, null, "plain");
}
