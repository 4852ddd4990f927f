namespace Unknot.Node.Pleg;

/// <summary>The last few hundred durations, for their median and maximum.</summary>
internal sealed class LatencyWindow
{
    private const int Size = 300;
    private readonly double[] _seconds = new double[Size];
    private readonly double[] _sorted = new double[Size];
    private long _count;

    /// <summary>The last one; null before the first.</summary>
    public TimeSpan? Last { get; private set; }

    /// <summary>How many there were since the beginning.</summary>
    public long Count => _count;

    /// <summary>All of them together since the beginning.</summary>
    public TimeSpan Total { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan duration)
    {
        _seconds[_count++ % Size] = duration.TotalSeconds;
        Last = duration;
        Total += duration;
    }

    /// <summary>Median and maximum of those kept (five minutes at one a second); null before the first.</summary>
    public (TimeSpan Median, TimeSpan Max)? Spread()
    {
        int kept = (int)Math.Min(_count, Size);
        if (kept == 0) return null;
        Array.Copy(_seconds, _sorted, kept);
        Array.Sort(_sorted, 0, kept);
        return (TimeSpan.FromSeconds(_sorted[(kept - 1) / 2]), TimeSpan.FromSeconds(_sorted[kept - 1]));
    }
}
