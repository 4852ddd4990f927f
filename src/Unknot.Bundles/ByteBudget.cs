namespace Unknot.Bundles;

/// <summary>Counts what comes out of archives against <see cref="BundleLimits"/>.</summary>
internal sealed class ByteBudget(BundleLimits limits)
{
    private long _total;
    private int _entries;

    /// <summary>True while another file may be looked at.</summary>
    public bool TakeEntry() => ++_entries <= limits.MaxEntries;

    /// <summary>Takes bytes unpacked; the answer is what is wrong, null when nothing.</summary>
    public string? Take(long bytes)
    {
        _total += bytes;
        return _total > limits.MaxTotalBytes ? $"the archives unpack to more than {limits.MaxTotalBytes} bytes: the rest is not read" : null;
    }
}
