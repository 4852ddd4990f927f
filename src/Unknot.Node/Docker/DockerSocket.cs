using Unknot.Diagnosis.Evidence;
using Unknot.Node.Daemons;
using Unknot.Node.Sources;

namespace Unknot.Node.Docker;

/// <summary>Finds out which of dockerd's sockets is the API by asking each for <c>/_ping</c>.</summary>
internal static class DockerSocket
{
    /// <summary>Asks all at once; the first one that answers as dockerd does is it.</summary>
    /// <returns>A client to be disposed of; null when none answers, which is noted.</returns>
    public static async Task<DockerClient?> FindAsync(Daemon daemon, string procRoot, ProbeLog log, SourceSink sink, CancellationToken cancellation)
    {
        List<DockerClient> clients = [];
        foreach (DaemonSocket socket in daemon.Sockets.Where(MayBeApi))
        {
            if (SocketDialer.Open(procRoot, socket, out string? errno) is { } dialer) clients.Add(new DockerClient(dialer));
            else sink.Gap($"{daemon} {socket.Path}", "this socket cannot be reached through the daemon's root", errno);
        }

        if (clients.Count == 0 && daemon.Process.Files is not null) sink.Gap(daemon.ToString(), "was not asked: it listens on no unix socket that can be reached (TCP is not tried)", null);
        ProbeAnswer<string>[] answers = await Task.WhenAll(clients.Select(c => log.TryAsync(c.PingAsync, cancellation))).ConfigureAwait(false);
        int found = Array.FindIndex(answers, a => a.Value is not null);
        for (int i = 0; i < clients.Count; i++)
        {
            // Where one is the API, the others are of no interest: metrics, plugins.
            bool isOther = found >= 0 && i != found && answers[i].Outcome is ProbeOutcome.Answered or ProbeOutcome.Failed;
            if (!isOther) log.Note("ping", null, answers[i], Tell(clients[i].Path, answers[i].Value));
            if (i != found) clients[i].Dispose();
        }

        return found < 0 ? null : clients[found];
    }

    /// <summary>libnetwork's socket takes requests of its own protocol from the runtime's hook, one per connection (<c>libnetwork/sandbox_externalkey_unix.go</c>).</summary>
    private static bool MayBeApi(DaemonSocket socket) => !socket.Path.Contains("/libnetwork/", StringComparison.Ordinal);

    private static Dictionary<string, string> Tell(string path, string? version)
    {
        Dictionary<string, string> values = new() { ["socket"] = path };
        if (version is not null) values["apiVersion"] = version;
        return values;
    }
}
