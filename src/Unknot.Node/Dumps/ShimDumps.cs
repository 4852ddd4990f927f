using System.Diagnostics;
using System.Globalization;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Daemons;
using Unknot.Node.Linux;
using Unknot.Node.Processes;
using Unknot.Node.Sources;

namespace Unknot.Node.Dumps;

/// <summary>
/// Dumps of the shims, which go into containerd's log: signalled together, read from there. On a node with many of them only of those that something
/// hangs at: the others are left in peace.
/// </summary>
internal sealed class ShimDumps(NodeScan scan, SourceSink sink, IReadOnlyList<Daemon> containerds)
{
    /// <summary>So many are all asked, and so many at most.</summary>
    private const int Few = 4, Most = 16;

    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly string _procRoot = scan.Options.ProcRoot;

    /// <summary>Signals them and waits for their dumps.</summary>
    public void Take(CancellationToken cancellation)
    {
        IReadOnlyList<ProcessRecord> all = scan.Processes.OfComponent(Components.Shim);
        List<ProcessRecord> chosen = all.Count <= Few ? [.. all] : [.. all.Where(HasWork).Take(Most)];
        foreach (IGrouping<Daemon?, ProcessRecord> shims in chosen.GroupBy(ContainerdOf))
        {
            if (!cancellation.IsCancellationRequested) Take(shims.Key, [.. shims], cancellation);
        }
    }

    private void Take(Daemon? containerd, IReadOnlyList<ProcessRecord> shims, CancellationToken cancellation)
    {
        string? objection = null;
        DaemonLog? log = containerd is null ? null : DaemonLog.Of(_procRoot, containerd.Process, scan.Processes, out objection);
        if (containerd is null) objection = "its containerd, in whose log its dump would stand, was not found";
        // The pipe to containerd takes 64 KiB: a shim that writes more than is read hangs at its own log.
        else if (IsStopped(containerd)) objection = $"{containerd}, which would write its dump into the log, is stopped";
        else if (log is null) objection ??= $"the log of {containerd}, where its dump would stand, cannot be read";
        List<SignalledProcess> signalled = [];
        foreach (ProcessRecord shim in shims)
        {
            SignalledProcess process = new(shim, Components.Shim, DumpCost.Of(scan, shim), scan, sink);
            if (objection is not null) process.Refuse(objection, null);
            else if (process.Signal()) signalled.Add(process);
        }

        if (signalled.Count > 0) Wait(log!, signalled, cancellation);
    }

    private static void Wait(DaemonLog log, List<SignalledProcess> signalled, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            List<LogDump> dumps = LogDump.In(log.Lines());
            foreach (SignalledProcess process in signalled.ToList())
            {
                if (dumps.Find(d => d.Pid == InnerPid(process.Process)) is not { } dump) continue;
                process.End(dump.Text, isWhole: true);
                signalled.Remove(process);
            }

            if (signalled.Count == 0 || Stopwatch.GetElapsedTime(start) > signalled.Max(s => s.Patience) || cancellation.WaitHandle.WaitOne(s_betweenLooks)) break;
        }

        foreach (SignalledProcess process in signalled) process.End(null, isWhole: false);
    }

    private static int InnerPid(ProcessRecord process) => process.NamespacePids?[^1] ?? process.Pid;

    /// <summary>A runtime works for it, or a request about its container hangs.</summary>
    private bool HasWork(ProcessRecord shim) =>
        scan.Processes.All.Any(p => p.ParentPid == shim.Pid && SecondLookSource.IsRuntimeCommand(p))
        || (DaemonArguments.Value(shim.Arguments, "-id", "--id") is { } id && scan.Hanging.ContainsKey(id));

    private bool IsStopped(Daemon daemon) => ProcStat.Parse(ProcFile.Read(string.Create(CultureInfo.InvariantCulture, $"{_procRoot}/{daemon.Pid}/stat"), out _)) is not { State: not ("T" or "t") };

    private Daemon? ContainerdOf(ProcessRecord shim)
    {
        string? address = DaemonArguments.Value(shim.Arguments, "-address", "--address");
        Daemon[] candidates = [.. containerds.Where(c => c.Sockets.Any(s => s.Path == address))];
        if (candidates.Length <= 1) return candidates.Length == 1 ? candidates[0] : containerds.Count == 1 ? containerds[0] : null;
        // Two nodes on one machine: the same path, in different mount namespaces.
        string? mounts = ProcFile.ReadLink($"{_procRoot}/{shim.Pid}/ns/mnt", out _);
        return Array.Find(candidates, c => mounts is not null && ProcFile.ReadLink($"{_procRoot}/{c.Pid}/ns/mnt", out _) == mounts);
    }
}
