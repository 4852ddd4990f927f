using Unknot.Diagnosis.Evidence;
using Unknot.Node.Daemons;
using Unknot.Node.Sources;

namespace Unknot.Node.Dumps;

/// <summary>
/// Goroutine dumps of dockerd, containerd and the shims, by SIGUSR1 and only where the user said so (<see cref="NodeOptions.Dumps"/>). One daemon after the
/// other, each signalled once, and only after the requests of the other sources were sent: those that hang are then in the dump.
/// </summary>
internal sealed class DumpSource : INodeSource
{
    public const string SourceName = "dumps";

    // Requests that will be answered are by then; those that hang are in the daemon and stay there.
    private static readonly TimeSpan s_head = TimeSpan.FromSeconds(1);

    // A pause that long would make the requests of other sources look as if they hung.
    private static readonly TimeSpan s_harmless = TimeSpan.FromMilliseconds(300);

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(30);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        if (scan.Options.Dumps != DumpMode.Signal) return;
        IReadOnlyList<Daemon> daemons = DaemonFinder.Find(scan, sink, cancellation, Components.Dockerd, Components.Containerd);
        foreach (Daemon crio in DaemonFinder.In(scan.Processes, scan.Sockets, scan.Options.ProcRoot, Components.Crio)) sink.Gap(crio.ToString(), "no goroutine dump: CRI-O is not signalled, and its pprof port is not asked", null);
        sink.Doing = "waiting for the requests to the daemons";
        bool areAnswered = scan.WaitForProbes(s_head, cancellation);
        foreach (Daemon daemon in daemons)
        {
            if (cancellation.IsCancellationRequested) break;
            sink.Doing = $"waiting for the dump of {daemon}";
            DumpCost cost = DumpCost.Of(scan, daemon.Process);
            if (!areAnswered && cost.LongestPause > s_harmless) areAnswered = scan.WaitForProbes(scan.Remaining, cancellation);
            new FileDump(daemon.Process, daemon.Component, cost, scan, sink).Take(cancellation);
        }

        sink.Doing = "waiting for the dumps of the shims";
        if (!cancellation.IsCancellationRequested) new ShimDumps(scan, sink, [.. daemons.Where(d => d.Component == Components.Containerd)]).Take(cancellation);
    }
}
