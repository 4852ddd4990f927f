using System.Diagnostics;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Sources;

namespace Unknot.Node.Dumps;

/// <summary>A dump of dockerd or containerd, which they write into a file: read when it is whole, and removed.</summary>
internal sealed class FileDump(ProcessRecord process, string component, DumpCost cost, NodeScan scan, SourceSink sink)
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly SignalledProcess _signalled = new(process, component, cost, scan, sink);

    /// <summary>Signals it and waits for the file.</summary>
    public void Take(CancellationToken cancellation)
    {
        string procRoot = scan.Options.ProcRoot;
        DaemonLog? log = DaemonLog.Of(procRoot, process, scan.Processes, out string? objection);
        // containerd writes the whole dump into its log as well; dockerd one line.
        if (objection is not null && component == Components.Containerd)
        {
            _signalled.Refuse(objection, null);
            return;
        }

        DumpPlace place = DumpPlace.Of(procRoot, process, component);
        using DumpFolder? folder = DumpFolder.Open(procRoot, process, place, out string? errno);
        if (folder is null) _signalled.Refuse($"{place.Folder}, where it would write one, cannot be opened", errno);
        else if (_signalled.Signal()) Wait(folder, place, component == Components.Containerd ? log : null, cancellation);
    }

    private void Wait(DumpFolder folder, DumpPlace place, DaemonLog? log, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        byte[]? dump = null;
        // Not the cancellation's exception: the file must go.
        while ((dump = folder.Look()) is null && Stopwatch.GetElapsedTime(start) < _signalled.Patience && !cancellation.WaitHandle.WaitOne(s_betweenLooks))
        {
        }

        bool isWhole = dump is not null;
        if (dump is null && folder.Path is null && OfLog(log) is { } logged) (dump, isWhole) = (logged, true);
        dump ??= folder.ReadPart();
        _signalled.End(dump, isWhole);
        Tell(folder, place, dump, isWhole);
    }

    private void Tell(DumpFolder folder, DumpPlace place, byte[]? dump, bool isWhole)
    {
        if (dump is null && folder.Path is { } empty) sink.Gap(_signalled.Name, $"no goroutine dump: {empty} stayed empty (is its file system full?)", "ETIMEDOUT");
        else if (dump is null) sink.Gap(_signalled.Name, $"no goroutine dump came within {_signalled.Patience.TotalSeconds:0.0} s of SIGUSR1; it may still write one: {place.Folder}/{place.Begin}{(place.End.Length > 0 ? "*" + place.End : "")}", "ETIMEDOUT");
        else if (!isWhole) sink.Gap(_signalled.Name, "its goroutine dump was not whole when the time was over: what there was is taken", "ETIMEDOUT");
        if (folder.IsOverwritten) sink.Gap(folder.Path!, "an older dump lay here, which the daemon has written over; the new one is left in its place", null);
        if (folder.Remove() is { } errno) sink.Gap(folder.Path!, "this dump was made for this reading and could not be removed", errno);
    }

    /// <summary>containerd before 1.3 writes no file.</summary>
    private static byte[]? OfLog(DaemonLog? log) => log is null ? null : LogDump.In(log.Lines()).FirstOrDefault(d => d.Pid is null)?.Text;
}
