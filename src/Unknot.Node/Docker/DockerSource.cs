using Unknot.Diagnosis.Evidence;
using Unknot.Node.Daemons;
using Unknot.Node.Sources;

namespace Unknot.Node.Docker;

/// <summary>Each dockerd over its own socket: list, an inspect of every container with a deadline of its own, and, where none hangs, version and info.</summary>
internal sealed class DockerSource : INodeSource
{
    public const string SourceName = "docker";

    // Of thousands of dead containers the first ones tell as much as all.
    private const int MaxInspected = 1_000;

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(8);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation) => DaemonReader.ReadEach(
        DaemonFinder.Find(scan, sink, cancellation, Components.Dockerd), sink, daemon => ReadAsync(daemon, scan, sink, cancellation), cancellation);

    private static async Task ReadAsync(Daemon daemon, NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        ProbeLog log = ProbeLog.Open(sink, $"docker/{daemon.Pid}/probes.jsonl", daemon, scan.Options.ProbeDeadline);
        using DockerClient? client = await DockerSocket.FindAsync(daemon, scan.Options.ProcRoot, log, sink, cancellation).ConfigureAwait(false);
        if (client is null) return;
        Round round = new(daemon, client, log, sink, cancellation);
        if (await round.ReadDocumentAsync("containers", client.ListAsync).ConfigureAwait(false) is not { } list) return;
        if (!await round.InspectAsync(list).ConfigureAwait(false)) return;
        // Last, for dockerd asks containerd for its version: where that hangs, the containers have told more.
        if (await round.ReadDocumentAsync("version", client.VersionAsync).ConfigureAwait(false) is not null) await round.ReadDocumentAsync("info", client.InfoAsync).ConfigureAwait(false);
    }

    /// <summary>The requests to one dockerd.</summary>
    private sealed class Round(Daemon daemon, DockerClient client, ProbeLog log, SourceSink sink, CancellationToken cancellation)
    {
        private readonly SortedDictionary<string, byte[]> _inspected = new(StringComparer.Ordinal);

        public async Task<byte[]?> ReadDocumentAsync(string call, Func<CancellationToken, Task<byte[]>> ask)
        {
            ProbeAnswer<byte[]> answer = await log.AskAsync(call, null, ask, null, cancellation).ConfigureAwait(false);
            if (answer.Value is { } json) sink.Add($"docker/{daemon.Pid}/{call}.json", json);
            return answer.Value;
        }

        /// <summary>Inspects the containers of a list.</summary>
        /// <returns>True when none hung.</returns>
        public async Task<bool> InspectAsync(byte[] list)
        {
            List<DockerContainer> containers = [.. DockerClient.ReadList(list).OrderBy(c => c.State is "exited" or "dead")];
            if (containers.Count > MaxInspected) sink.Gap(daemon.ToString(), $"{containers.Count - MaxInspected} of {containers.Count} containers were not inspected: the living come first", null);
            bool hung = false;
            int left = await ContainerRound.RunAsync(
                [.. containers.Take(MaxInspected).Select(c => c.Id)],
                async id =>
                {
                    ProbeOutcome outcome = await InspectAsync(id).ConfigureAwait(false);
                    if (outcome == ProbeOutcome.TimedOut) hung = true;
                    return outcome;
                },
                cancellation).ConfigureAwait(false);
            if (left > 0) sink.Gap(daemon.ToString(), $"{left} container(s) were not inspected: {ContainerRound.AtOnce} others hang, or the time was over", "ETIMEDOUT");
            if (_inspected.Count > 0) sink.Add($"docker/{daemon.Pid}/inspect.json", JsonArray.Of(_inspected.Values));
            return !hung && left == 0;
        }

        private async Task<ProbeOutcome> InspectAsync(string id)
        {
            ProbeAnswer<byte[]> answer = await log.AskAsync("inspect", id, token => client.InspectAsync(id, token), null, cancellation).ConfigureAwait(false);
            if (answer.Value is { } json)
            {
                lock (_inspected) _inspected[id] = json;
            }

            return answer.Outcome;
        }
    }
}
