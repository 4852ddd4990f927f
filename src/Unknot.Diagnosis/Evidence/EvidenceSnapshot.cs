namespace Unknot.Diagnosis.Evidence;

/// <summary>
/// Everything known of one node at about one moment, from whatever source. The hinge of the design: the same snapshot gives the same
/// report, on the node, on a laptop, in a test.
/// </summary>
public sealed class EvidenceSnapshot
{
    /// <summary>Files and probes that were read, whether they told something or not.</summary>
    public IList<EvidenceFile> Files { get; } = [];

    /// <summary>Goroutine dumps.</summary>
    public IList<DumpEvidence> Dumps { get; } = [];

    /// <summary>Processes by pid.</summary>
    public IDictionary<int, ProcessEvidence> Processes { get; } = new SortedDictionary<int, ProcessEvidence>();

    /// <summary>Unix sockets.</summary>
    public IList<SocketEvidence> Sockets { get; } = [];

    /// <summary>Mounts.</summary>
    public IList<MountEvidence> Mounts { get; } = [];

    /// <summary>Tasks that the kernel log calls hung.</summary>
    public IList<HungTaskEvidence> HungTasks { get; } = [];

    /// <summary>Freezer states.</summary>
    public IList<FreezerEvidence> Freezers { get; } = [];

    /// <summary>D-Bus names.</summary>
    public IList<BusNameEvidence> BusNames { get; } = [];

    /// <summary>systemd's units, at most 10,000 of each list.</summary>
    public IList<UnitEvidence> Units { get; } = [];

    /// <summary>How many units systemd has loaded, the most told; null when unknown.</summary>
    public int? UnitCount { get; set; }

    /// <summary>Jobs in systemd's queue.</summary>
    public IList<UnitJobEvidence> UnitJobs { get; } = [];

    /// <summary>Samples of the kubelet's metrics, at most 10,000 of each file.</summary>
    public IList<MetricEvidence> Metrics { get; } = [];

    /// <summary>Ends of straces.</summary>
    public IList<TraceEndEvidence> TraceEnds { get; } = [];

    /// <summary>Containers.</summary>
    public IList<ContainerEvidence> Containers { get; } = [];

    /// <summary>Node objects.</summary>
    public IList<NodeEvidence> Nodes { get; } = [];

    /// <summary>Pods.</summary>
    public IList<PodEvidence> Pods { get; } = [];

    /// <summary>How long the machine had been up, from <c>uptime</c> or <c>/proc/uptime</c>, the longest told; null when unknown.</summary>
    public TimeSpan? Uptime { get; set; }

    /// <summary>How the node itself was read; null for files of others.</summary>
    internal CollectionEvidence? Collection { get; set; }

    /// <summary>Log lines that say something.</summary>
    public IList<LogEvidence> Logs { get; } = [];

    /// <summary>Requests that were made with a deadline. Empty for files of others.</summary>
    public IList<ProbeEvidence> Probes { get; } = [];

    /// <summary>What is limited on the node and how much of it is used. Empty for files of others.</summary>
    public IList<LimitEvidence> Limits { get; } = [];

    /// <summary>What could not be read.</summary>
    public IList<Gap> Gaps { get; } = [];

    /// <summary>Versions told anywhere: <c>dockerd</c> → <c>20.10.24</c>, <c>kernel</c>, <c>systemd</c>, … The first one found stays.</summary>
    public IDictionary<string, string> Versions { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The process record of a pid, made when there is none yet.</summary>
    /// <param name="pid">Process id.</param>
    /// <returns>The record.</returns>
    public ProcessEvidence ProcessOf(int pid)
    {
        if (!Processes.TryGetValue(pid, out ProcessEvidence? process)) Processes[pid] = process = new ProcessEvidence(pid);
        return process;
    }
}
