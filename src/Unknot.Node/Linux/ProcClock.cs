using System.Globalization;

namespace Unknot.Node.Linux;

/// <summary>Turns the clock ticks of <c>/proc/PID/stat</c> into times. A tick is 1/100 s on every architecture that Linux shows to user space (<c>USER_HZ</c>).</summary>
internal sealed class ProcClock
{
    private const double TicksPerSecond = 100;
    private readonly double _uptime;

    public ProcClock(string procRoot)
    {
        _uptime = Uptime(procRoot) ?? 0;
        Now = DateTimeOffset.UtcNow;
    }

    /// <summary>When the clock was read.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Seconds since boot.</summary>
    public static double? Uptime(string procRoot) =>
        ProcFile.ReadText($"{procRoot}/uptime") is { } text && double.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out double seconds) ? seconds : null;

    /// <summary>Seconds that a task has lived; never negative.</summary>
    public double AgeOf(ulong startTicks) => Math.Max(0, Math.Round(_uptime - startTicks / TicksPerSecond, 2));

    /// <summary>When a task was started.</summary>
    public DateTimeOffset StartOf(ulong startTicks) => Now - TimeSpan.FromSeconds(_uptime - startTicks / TicksPerSecond);

    /// <summary>Seconds of processor time.</summary>
    public static double Seconds(ulong ticks) => ticks / TicksPerSecond;
}
