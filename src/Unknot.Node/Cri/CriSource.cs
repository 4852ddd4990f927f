using Unknot.Diagnosis.Evidence;
using Unknot.Node.Cri.Wire;
using Unknot.Node.Daemons;
using Unknot.Node.Sources;

namespace Unknot.Node.Cri;

/// <summary>Every daemon that speaks the CRI: containerd, CRI-O, cri-dockerd, and the kubelet itself where it has dockershim. Which socket it is, is asked.</summary>
internal sealed class CriSource : INodeSource
{
    public const string SourceName = "cri";

    private const int MaxAsked = 1_000;

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(8);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation) => DaemonReader.ReadEach(
        DaemonFinder.Find(scan, sink, cancellation, Components.Containerd, Components.Crio, Components.CriDockerd, Components.Kubelet),
        sink,
        daemon => ReadAsync(daemon, scan, sink, cancellation),
        cancellation);

    private static async Task ReadAsync(Daemon daemon, NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        ProbeLog log = ProbeLog.Open(sink, $"cri/{daemon.Pid}/probes.jsonl", daemon, scan.Options.ProbeDeadline);
        using CriClient? client = await scan.Contacts.AskAsync(daemon.Pid, () => CriSocket.FindAsync(daemon, scan.Options.ProcRoot, log, sink, cancellation)).ConfigureAwait(false);
        if (client is null) return;
        string folder = $"cri/{daemon.Pid}";
        // One after another: where one hangs, the next would only be one more request that does.
        ProbeAnswer<StatusResponse> status = await log.AskAsync("Status", null, client.StatusAsync, Conditions, cancellation).ConfigureAwait(false);
        if (status.Outcome == ProbeOutcome.TimedOut) return;
        ProbeAnswer<ListPodSandboxResponse> pods = await log.AskAsync("ListPodSandbox", null, client.ListPodSandboxesAsync, p => Count(p.Items.Count), cancellation).ConfigureAwait(false);
        if (pods.Value is { Items.Count: > 0 } sandboxes) sink.Add($"{folder}/pods.json", CriJson.Of(sandboxes));
        if (pods.Outcome == ProbeOutcome.TimedOut) return;
        ProbeAnswer<ListContainersResponse> containers = await log.AskAsync("ListContainers", null, client.ListContainersAsync, c => Count(c.Containers.Count), cancellation).ConfigureAwait(false);
        if (containers.Value is not { Containers.Count: > 0 } list) return;
        sink.Add($"{folder}/containers.json", CriJson.Of(list));
        await AskEachAsync(daemon, client, list, log, sink, cancellation).ConfigureAwait(false);
    }

    private static async Task AskEachAsync(Daemon daemon, CriClient client, ListContainersResponse list, ProbeLog log, SourceSink sink, CancellationToken cancellation)
    {
        SortedDictionary<string, ContainerStatus> told = new(StringComparer.Ordinal);
        int left = await ContainerRound.RunAsync(
            [.. list.Containers.OrderBy(c => c.State == ContainerState.ContainerExited).Take(MaxAsked).Select(c => c.Id)],
            async id =>
            {
                ProbeAnswer<ContainerStatusResponse> answer = await log.AskAsync("ContainerStatus", id, token => client.ContainerStatusAsync(id, token), null, cancellation).ConfigureAwait(false);
                if (answer.Value?.Status is { } status)
                {
                    lock (told) told[id] = status;
                }

                return answer.Outcome;
            },
            cancellation).ConfigureAwait(false);
        left += Math.Max(0, list.Containers.Count - MaxAsked);
        if (left > 0) sink.Gap(daemon.ToString(), $"{left} container(s) were not asked about: too many, {ContainerRound.AtOnce} others hang, or the time was over", "ETIMEDOUT");
        if (told.Count > 0) sink.Add($"cri/{daemon.Pid}/inspect.json", CriJson.Of(told.Values));
    }

    private static Dictionary<string, string> Count(int count) => new() { ["count"] = count.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private static SortedDictionary<string, string> Conditions(StatusResponse status)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (RuntimeCondition condition in status.Status?.Conditions ?? []) values[condition.Type] = condition.Status ? "true" : $"false: {condition.Reason} {condition.Message}".TrimEnd();
        return values;
    }
}
