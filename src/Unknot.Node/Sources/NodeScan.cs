using System.Collections.Concurrent;
using System.Diagnostics;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Containerd;
using Unknot.Node.Cri;
using Unknot.Node.Daemons;
using Unknot.Node.Docker;
using Unknot.Node.Kubelet;
using Unknot.Node.Linux;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;

namespace Unknot.Node.Sources;

/// <summary>One reading of a node: what its sources share. The process and socket tables are there for those that ask daemons.</summary>
internal sealed class NodeScan : IDisposable
{
    private static readonly string[] s_probes = [DockerSource.SourceName, CriSource.SourceName, ContainerdSource.SourceName, ShimSource.SourceName, KubeletSource.SourceName];

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _cancellation;
    private readonly ManualResetEventSlim _processesDone = new(), _socketsDone = new(), _probesDone = new();
    private readonly ConcurrentDictionary<string, bool> _probing;

    public NodeScan(NodeOptions options, CancellationToken cancellation)
    {
        Options = options;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _probing = new(s_probes.Where(p => options.Only?.Contains(p) != false).Select(p => KeyValuePair.Create(p, true)));
        if (_probing.IsEmpty) _probesDone.Set();
    }

    public NodeOptions Options { get; }

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>What is left of the node's deadline.</summary>
    public TimeSpan Remaining => Options.Deadline - Stopwatch.GetElapsedTime(_start) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Processes read so far; grows until <see cref="ProcessSource"/> has ended.</summary>
    public ProcessTable Processes { get; } = new();

    /// <summary>Unix sockets; empty until <see cref="UnixSocketSource"/> has ended.</summary>
    public SocketTable Sockets { get; } = new();

    /// <summary>Which daemons answer, where more than one source asks.</summary>
    public FirstContacts Contacts { get; } = new();

    /// <summary>Goroutines that a daemon has, by its pid, where it told.</summary>
    public ConcurrentDictionary<int, long> Goroutines { get; } = new();

    /// <summary>Containers of which a request was not answered.</summary>
    public ConcurrentDictionary<string, bool> Hanging { get; } = new(StringComparer.Ordinal);

    /// <summary>The signals that were sent, for the manifest.</summary>
    public ConcurrentQueue<ManifestDump> Dumps { get; } = new();

    /// <summary>Told what the user is to know before it is done; null when nobody listens.</summary>
    public Action<SourceProgress>? Progress { get; init; }

    /// <summary>Waits until the sources that ask daemons have ended, or that long.</summary>
    public bool WaitForProbes(TimeSpan most, CancellationToken cancellation) => _probesDone.Wait(most, cancellation);

    /// <summary>Waits until the process table is as complete as it gets.</summary>
    public ProcessTable WaitForProcesses(CancellationToken cancellation)
    {
        if (Options.Only?.Contains(ProcessSource.SourceName) != false) _processesDone.Wait(cancellation);
        return Processes;
    }

    /// <summary>Waits until the socket table is as complete as it gets.</summary>
    public SocketTable WaitForSockets(CancellationToken cancellation)
    {
        if (Options.Only?.Contains(UnixSocketSource.SourceName) != false) _socketsDone.Wait(cancellation);
        return Sockets;
    }

    /// <summary>A source has ended: those that wait for its table go on.</summary>
    public void Ended(INodeSource source)
    {
        if (source is ProcessSource) _processesDone.Set();
        if (source is UnixSocketSource) _socketsDone.Set();
        if (_probing.TryRemove(source.Name, out _) && _probing.IsEmpty) _probesDone.Set();
    }

    /// <summary>The manifest's part that is not about sources.</summary>
    public Manifest Describe() => new()
    {
        SchemaVersion = ManifestFormat.SchemaVersion,
        Tool = typeof(NodeScan).Assembly.GetName().Version?.ToString(3),
        Host = ProcFile.ReadText($"{Options.ProcRoot}/sys/kernel/hostname") ?? Environment.MachineName,
        BootId = ProcFile.ReadText($"{Options.ProcRoot}/sys/kernel/random/boot_id"),
        KernelRelease = ProcFile.ReadText($"{Options.ProcRoot}/sys/kernel/osrelease"),
        UptimeSeconds = ProcClock.Uptime(Options.ProcRoot),
        TakenAt = StartedAt,
        Seconds = Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 3),
        Uid = LinuxCalls.EffectiveUid(),
        ProcRoot = Options.ProcRoot,
        Dumps = Dumps.IsEmpty ? null : [.. Dumps],
    };

    public void Dispose() => _cancellation.Cancel();
}
