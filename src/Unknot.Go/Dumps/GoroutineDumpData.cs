namespace Unknot.Go.Dumps;

/// <summary>What a parser found, before it is shown as a <see cref="GoroutineDump"/>. One kind per form of dump: text keeps its source, a profile needs none.</summary>
internal abstract class GoroutineDumpData
{
    public GoroutineRecord[] Records { get; set; } = [];
    public int RecordCount { get; set; }
    public string[] States { get; set; } = [""];
    public GoroutineStack[] Stacks { get; set; } = [];

    /// <summary>Each symbol of the stacks once, in any order; null where the parser has no such list.</summary>
    public IReadOnlyList<FrameSymbol>? Symbols { get; set; }
    public DumpFormat Format { get; set; }
    public DumpOrigin Origin { get; set; } = DumpOrigin.Unknown;
    public long Total { get; set; }
    public long FirstLine { get; set; } = 1;
    public bool IsCutAtStart { get; set; }
    public bool IsTruncated { get; set; }
    public bool IsComplete { get; set; }

    public abstract long LineOf(int index);

    public abstract GoroutineDetails ReadDetails(int index);

    public abstract IReadOnlyList<WordHit> FindWords(IReadOnlyList<AddressRange> ranges, IReadOnlyList<int>? goroutines, int maxHits);
}
