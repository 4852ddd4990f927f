namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// Where a part's records are written: a stretch of an array that all parts share, so that joining them copies next to nothing. A part
/// with more goroutines than its stretch was meant for goes on in an array of its own.
/// </summary>
internal sealed class RecordWindow(GoroutineRecord[] array, int start, int length)
{
    private int _end = start + length;

    public GoroutineRecord[] Array { get; private set; } = array;

    public int Start { get; private set; } = start;

    public int Count { get; private set; }

    public ref GoroutineRecord Last => ref Array[Start + Count - 1];

    public Span<GoroutineRecord> Records => Array.AsSpan(Start, Count);

    public ref GoroutineRecord Add()
    {
        if (Start + Count == _end)
        {
            GoroutineRecord[] own = new GoroutineRecord[Math.Max(64, Count + (Count / 2))];
            Records.CopyTo(own);
            (Array, Start, _end) = (own, 0, own.Length);
        }
        Count++;
        ref GoroutineRecord record = ref Last;
        record = default;
        return ref record;
    }

    /// <summary>Drops the records behind the first <paramref name="count"/>.</summary>
    public void Cut(int count) => Count = Math.Min(Count, count);
}
