namespace Unknot.Go.Dumps.Canonical;

/// <summary>Adds up what several threads have read, and passes the sum on.</summary>
internal sealed class ByteProgress(IProgress<long> whole) : IProgress<long>
{
    private long _bytes;

    public void Report(long value) => whole.Report(Interlocked.Add(ref _bytes, value));
}
