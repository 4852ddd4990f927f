using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Processes;
using Unknot.Node.Sources;

namespace Unknot.Node.Bus;

/// <summary>
/// Asks each system bus for itself and, through it, systemd for <c>Manager.Version</c>; where no bus answers for systemd, on its private socket.
/// Requests into <c>bus/probes.jsonl</c>, names into <c>bus/names.txt</c>.
/// </summary>
internal sealed class BusSource : INodeSource
{
    public const string SourceName = "bus";

    private const int AtOnce = 8;

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(7);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        sink.Doing = "waiting for processes and sockets";
        ProcessTable processes = scan.WaitForProcesses(cancellation);
        IReadOnlyList<BusTarget> targets = BusFinder.Find(processes, scan.WaitForSockets(cancellation), out IReadOnlyList<string> idle);
        foreach (string path in idle) sink.Gap(path, "no message bus serves it: systemd holds it open to start one, and was not asked to", null);
        BusTarget[] buses = [.. targets.Where(t => !t.IsPrivate)];
        if (buses.Length == 0 && idle.Count == 0) sink.Gap("system bus", "no process listens as a message bus", null);
        SourceSink.LineDocument lines = sink.OpenLines("bus/probes.jsonl", ProbeFormat.SchemaVersion);
        HashSet<int> asked = [];
        sink.Doing = $"asking {string.Join(", ", buses.Select(b => b.Path))}";
        Each(buses, sink, cancellation, (target, work) =>
        {
            NamespacePids pids = NamespacePids.Of(scan.Options.ProcRoot, processes, target.Pid);
            BusInterview interview = new(scan.Options, target, pids, record => work.Publish(() => lines.Add(record, NodeJson.Default.ProbeRecord)));
            interview.Run(cancellation);
            work.Publish(() =>
            {
                if (interview.AskedManager is { } manager) lock (asked) asked.Add(manager);
                if (interview.Names.Count > 0) sink.Add(buses.Length == 1 ? "bus/names.txt" : $"bus/names-{target.Pid}.txt", BusNameList.Print(interview.Names, processes));
            });
        });

        // Never a second request to a systemd that was asked through its bus.
        BusTarget[] direct = [.. targets.Where(t => t.IsPrivate && !asked.Contains(t.Pid))];
        sink.Doing = $"asking {string.Join(", ", direct.Select(b => b.Path))}";
        Each(direct, sink, cancellation, (target, work) => PrivateInterview.Run(scan.Options, target, record => work.Publish(() => lines.Add(record, NodeJson.Default.ProbeRecord)), cancellation));
    }

    private static void Each(BusTarget[] targets, SourceSink sink, CancellationToken cancellation, Action<BusTarget, AbandonableCrew<BusTarget>.Work> ask)
    {
        if (targets.Length == 0) return;
        new AbandonableCrew<BusTarget>(AtOnce, TimeSpan.FromSeconds(6)).Run(
            targets,
            ask,
            (target, at) => sink.Gap(target.Path, $"asking pid {target.Pid} did not end{(at is null ? "" : $": {at}")}", "ETIMEDOUT"),
            (target, error) => sink.Gap(target.Path, error, null),
            cancellation);
    }
}
