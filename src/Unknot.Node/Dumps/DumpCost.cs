using System.Globalization;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;
using Unknot.Node.Processes;
using Unknot.Node.Sources;

namespace Unknot.Node.Dumps;

/// <summary>What a dump will cost its process.</summary>
/// <param name="Goroutines">How many it has to print.</param>
/// <param name="IsUpperBound">True where they could not be counted: no more than its memory has room for.</param>
internal readonly record struct DumpCost(long Goroutines, bool IsUpperBound)
{
    /// <summary>A blocked goroutine has a stack of 2 KiB at the least, its descriptor, and what it waits with: with less than this none was seen.</summary>
    private const long BytesOfGoroutine = 4096;

    private static readonly TimeSpan s_least = TimeSpan.FromMicroseconds(1), s_most = TimeSpan.FromMicroseconds(30);

    /// <summary>The shortest standstill.</summary>
    public TimeSpan ShortestPause => Times(s_least);

    /// <summary>The longest standstill. <c>runtime.Stack</c> is called with a buffer twice as large until all fits, so several in a row, each half as long as the next.</summary>
    public TimeSpan LongestPause => Times(s_most);

    /// <summary>The number that a daemon told; else, because it may hang, an upper bound by its memory that is no file's.</summary>
    public static DumpCost Of(NodeScan scan, ProcessRecord process)
    {
        if (scan.Goroutines.TryGetValue(process.Pid, out long counted)) return new DumpCost(counted, false);
        long? own = ProcStatus.Parse(ProcFile.Read(string.Create(CultureInfo.InvariantCulture, $"{scan.Options.ProcRoot}/{process.Pid}/status"), out _)).OwnBytes;
        return new DumpCost(Math.Max(1, (own ?? process.ResidentBytes ?? long.MaxValue / 2) / BytesOfGoroutine), true);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsUpperBound ? "at most " : "")}{Goroutines:N0} goroutines{(IsUpperBound ? " by its memory" : "")}: it will stand still for {(IsUpperBound ? "at most " : Text(ShortestPause) + " to ")}{Text(LongestPause)}");

    // A count that nothing bounds must not overflow the time.
    private TimeSpan Times(TimeSpan each) => Math.Min(Goroutines, 1L << 40) * each;

    private static string Text(TimeSpan time) => time.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");
}
