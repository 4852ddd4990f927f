using System.Diagnostics;

namespace Unknot.Node.Bus;

/// <summary>How long something may still take.</summary>
internal readonly struct ProbeTime(TimeSpan limit, CancellationToken cancellation)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public bool IsOver => Elapsed >= limit || cancellation.IsCancellationRequested;

    /// <summary>Milliseconds for one <c>poll</c>: short, so that a cancellation is seen; 0 when the time is over.</summary>
    public int Slice => IsOver ? 0 : (int)Math.Clamp(Math.Ceiling((limit - Elapsed).TotalMilliseconds), 1, 50);
}
