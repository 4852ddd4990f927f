using System.Collections.Concurrent;
using System.Globalization;
using Unknot.Diagnosis.Evidence;
using Unknot.Node.Containerd.Wire;
using Unknot.Node.Daemons;
using Unknot.Node.Sources;

namespace Unknot.Node.Containerd;

/// <summary>Each containerd over its own API: version, containers of all namespaces, and each one's task, for which containerd asks the shim.</summary>
internal sealed class ContainerdSource : INodeSource
{
    public const string SourceName = "containerd";

    private const int MaxAsked = 1_000;

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(8);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation) => DaemonReader.ReadEach(
        DaemonFinder.Find(scan, sink, cancellation, Components.Containerd), sink, daemon => new Reading(daemon, scan, sink, cancellation).RunAsync(), cancellation);

    /// <summary>The requests to one containerd.</summary>
    private sealed class Reading(Daemon daemon, NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        private readonly ProbeLog _log = ProbeLog.Open(sink, $"containerd/{daemon.Pid}/probes.jsonl", daemon, scan.Options.ProbeDeadline);
        private readonly ConcurrentDictionary<string, Process> _tasks = new();

        public async Task RunAsync()
        {
            using ContainerdClient? client = await scan.Contacts.AskAsync(daemon.Pid, FindAsync).ConfigureAwait(false);
            if (client is null) return;
            ProbeAnswer<ListNamespacesResponse> namespaces = await _log.AskAsync("Namespaces.List", null, client.NamespacesAsync, null, cancellation).ConfigureAwait(false);
            SortedSet<string> names = new(ShimNamespaces(), StringComparer.Ordinal);
            names.UnionWith(namespaces.Value?.Namespaces.Select(n => n.Name) ?? []);
            Dictionary<string, (string Namespace, Container Container)> containers = [];
            foreach (string ns in names)
            {
                ProbeAnswer<ListContainersResponse> list = await _log.AskAsync(
                    "Containers.List", null, token => client.ContainersAsync(ns, token), _ => new Dictionary<string, string> { ["namespace"] = ns }, cancellation).ConfigureAwait(false);
                foreach (Container container in list.Value?.Containers ?? []) containers.TryAdd($"{ns}/{container.Id}", (ns, container));
            }

            int left = await ContainerRound.RunAsync([.. containers.Keys.Take(MaxAsked)], key => AskAsync(client, containers[key]), cancellation).ConfigureAwait(false);
            left += Math.Max(0, containers.Count - MaxAsked);
            if (left > 0) sink.Gap(daemon.ToString(), $"{left} task(s) were not asked about: too many, {ContainerRound.AtOnce} others hang, or the time was over", "ETIMEDOUT");
            if (containers.Count > 0) sink.Add($"containerd/{daemon.Pid}/containers.json", ContainerdJson.Of(
                containers.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new ContainerdContainer(c.Value.Namespace, c.Value.Container, _tasks.GetValueOrDefault(c.Key)))));
        }

        private async Task<(ContainerdClient? Client, bool Hangs)> FindAsync()
        {
            foreach (DaemonSocket socket in GrpcSockets.Of(daemon))
            {
                if (SocketDialer.Open(scan.Options.ProcRoot, socket, out string? errno) is not { } dialer)
                {
                    sink.Gap($"{daemon} {socket.Path}", "this socket cannot be reached through the daemon's root", errno);
                    continue;
                }

                ContainerdClient client = new(dialer);
                ProbeAnswer<VersionResponse> answer = await _log.AskAsync(
                    "Version", null, client.VersionAsync, v => new Dictionary<string, string> { ["socket"] = socket.Path, ["version"] = v.Version }, cancellation).ConfigureAwait(false);
                if (answer.Value is not null) return (client, false);
                client.Dispose();
                // One that hangs on its API hangs on it: its other sockets are served by the same process.
                if (answer.Outcome == ProbeOutcome.TimedOut) return (null, true);
            }

            return (null, false);
        }

        private async Task<ProbeOutcome> AskAsync(ContainerdClient client, (string Namespace, Container Container) container)
        {
            string id = container.Container.Id;
            ProbeAnswer<GetTaskResponse> answer = await _log.TryAsync(token => client.TaskAsync(container.Namespace, id, token), cancellation).ConfigureAwait(false);
            Dictionary<string, string> values = new() { ["namespace"] = container.Namespace };
            if (answer.Value?.Process is { } task)
            {
                _tasks[$"{container.Namespace}/{id}"] = task;
                values["status"] = ContainerdJson.StateOf(task.Status);
                values["pid"] = task.Pid.ToString(CultureInfo.InvariantCulture);
                // containerd asks the shim with a deadline of its own (2 s) and answers UNKNOWN when that has passed.
                if (task.Status == TaskState.Unknown) answer = answer with { Outcome = ProbeOutcome.TimedOut, Detail = "containerd got no answer from the shim and tells UNKNOWN", Errno = "ETIMEDOUT" };
            }

            _log.Note("Tasks.Get", id, answer, values);
            return answer.Outcome;
        }

        private IEnumerable<string> ShimNamespaces() =>
            scan.Processes.OfComponent(Components.Shim).Select(s => DaemonArguments.Value(s.Arguments, "-namespace", "--namespace")).OfType<string>();
    }
}
