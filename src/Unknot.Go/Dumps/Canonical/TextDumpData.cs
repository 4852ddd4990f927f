namespace Unknot.Go.Dumps.Canonical;

/// <summary>A dump read from canonical text, which stays at hand for what is asked later.</summary>
internal sealed class TextDumpData(DumpSource source, LineIndex lines) : GoroutineDumpData
{
    /// <summary>More than a goroutine of the most frames allowed has in any dump seen; a hostile one is read up to here.</summary>
    private const int MaxGoroutineBytes = 64 << 20;

    public IReadOnlyDictionary<int, RegisterBlock> Registers { get; init; } = new Dictionary<int, RegisterBlock>();

    public override long LineOf(int index) => lines.LineOf(Records[index].Offset);

    public override GoroutineDetails ReadDetails(int index)
    {
        ref readonly GoroutineRecord record = ref Records[index];
        GoroutineStack stack = Stacks[record.Stack];
        byte[] text = Read(record.Offset, Math.Min(record.Length, MaxGoroutineBytes));
        byte[] registers = Registers.TryGetValue(index, out RegisterBlock block) ? Read(block.Offset, block.Length) : [];
        bool isThere = text.Length == Math.Min(record.Length, MaxGoroutineBytes) && GoroutineTextReader.IdOf(text) == record.Id;
        return new GoroutineTextReader(stack).Read(isThere ? text : [], registers);
    }

    public override IReadOnlyList<WordHit> FindWords(IReadOnlyList<AddressRange> ranges, IReadOnlyList<int>? goroutines, int maxHits) =>
        new WordScanner(source, Records.AsMemory(0, RecordCount), ranges, maxHits).Scan(goroutines);

    private byte[] Read(long offset, int length)
    {
        byte[] text = new byte[length];
        int got = source.Read(offset, text);
        return got == length ? text : text[..got];
    }
}
