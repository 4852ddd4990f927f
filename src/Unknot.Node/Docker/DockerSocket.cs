using Unknot.Diagnosis.Evidence;
using Unknot.Node.Daemons;
using Unknot.Node.Sources;

namespace Unknot.Node.Docker;

/// <summary>Finds out which of dockerd's sockets is the API by asking one after another for <c>/_ping</c>.</summary>
internal static class DockerSocket
{
    /// <summary>Asks until one answers as dockerd does, or one hangs: it is the same process behind all of them.</summary>
    /// <returns>A client to be disposed of; null when none answers, which is noted.</returns>
    public static async Task<DockerClient?> FindAsync(Daemon daemon, string procRoot, ProbeLog log, SourceSink sink, CancellationToken cancellation)
    {
        bool asked = false;
        foreach (DaemonSocket socket in daemon.Sockets.Where(MayBeApi).OrderBy(IsOfMetrics))
        {
            if (SocketDialer.Open(procRoot, socket, out string? errno) is not { } dialer)
            {
                sink.Gap($"{daemon} {socket.Path}", "this socket cannot be reached through the daemon's root", errno);
                continue;
            }

            asked = true;
            DockerClient client = new(dialer);
            ProbeAnswer<string> answer = await log.TryAsync(client.PingAsync, cancellation).ConfigureAwait(false);
            log.Note("ping", null, answer, new Dictionary<string, string> { ["socket"] = socket.Path });
            if (answer.Value is not null) return client;
            client.Dispose();
            if (answer.Outcome == ProbeOutcome.TimedOut) return null;
        }

        if (!asked && daemon.Process.Files is not null) sink.Gap(daemon.ToString(), "was not asked: it listens on no unix socket that can be reached (TCP is not tried)", null);
        return null;
    }

    /// <summary>libnetwork's socket takes requests of its own protocol from the runtime's hook, one per connection (<c>libnetwork/sandbox_externalkey_unix.go</c>).</summary>
    private static bool MayBeApi(DaemonSocket socket) => !socket.Path.Contains("/libnetwork/", StringComparison.Ordinal);

    /// <summary>What plugins read dockerd's metrics from (<c>daemon/metrics_unix.go</c>): HTTP too, asked last.</summary>
    private static bool IsOfMetrics(DaemonSocket socket) => socket.Path.EndsWith("/metrics.sock", StringComparison.Ordinal);
}
