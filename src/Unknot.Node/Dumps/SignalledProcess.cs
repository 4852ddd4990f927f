using System.Diagnostics;
using System.Globalization;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Sources;

namespace Unknot.Node.Dumps;

/// <summary>One process that gets its signal: sized and announced first, written into the manifest afterwards.</summary>
internal sealed class SignalledProcess(ProcessRecord process, string component, DumpCost cost, NodeScan scan, SourceSink sink)
{
    private DateTimeOffset _sentAt;
    private long _start;

    public ProcessRecord Process => process;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{component} (pid {process.Pid})");

    /// <summary>How long its dump is waited for.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds(2) + 10 * cost.LongestPause;

    /// <summary>Announces and sends it.</summary>
    /// <returns>False when it was not sent, which is noted.</returns>
    public bool Signal()
    {
        if (cost.LongestPause > scan.Options.MaxPause)
        {
            return Refuse(string.Create(CultureInfo.InvariantCulture, $"with {cost}; if that is wanted: --dumps=signal --max-pause {Math.Ceiling(cost.LongestPause.TotalSeconds):0}"), null);
        }

        using SignalTarget? target = SignalTarget.Hold(scan.Options.ProcRoot, process, component, out string? errno);
        // One that has ended meanwhile is no gap.
        if (target is null) return errno is not ("ENOENT" or "ESRCH") && Refuse("it cannot be taken hold of", errno);
        if (target.Objection() is { } objection) return Refuse(objection, null);
        scan.Progress?.Invoke(new SourceProgress(DumpSource.SourceName, null, TimeSpan.Zero) { Notice = $"SIGUSR1 to {Name} for a goroutine dump, {cost}" });
        if (target.Send() is { } refusal) return Refuse(refusal, null);
        (_sentAt, _start) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        return true;
    }

    /// <summary>Notes that it was not signalled.</summary>
    public bool Refuse(string why, string? errno)
    {
        sink.Gap(Name, $"no goroutine dump: not signalled, {why}", errno);
        return false;
    }

    /// <summary>Keeps what came of it.</summary>
    /// <param name="dump">The dump; null when none came.</param>
    /// <param name="isWhole">False when it was cut off at the deadline.</param>
    public void End(byte[]? dump, bool isWhole)
    {
        scan.Dumps.Enqueue(new ManifestDump
        {
            Component = component,
            Pid = process.Pid,
            ExpectedGoroutines = cost.Goroutines,
            IsUpperBound = cost.IsUpperBound,
            ExpectedPauseSeconds = Math.Round(cost.LongestPause.TotalSeconds, 6),
            SentAt = _sentAt,
            Outcome = dump is null ? "missing" : isWhole ? "taken" : "incomplete",
            Seconds = Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 3),
            Bytes = dump?.Length ?? 0,
        });
        if (dump is not null) sink.Add(string.Create(CultureInfo.InvariantCulture, $"dumps/{component}-{process.Pid}-goroutines.txt"), dump);
    }
}
