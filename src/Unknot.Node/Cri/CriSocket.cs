using Unknot.Diagnosis.Evidence;
using Unknot.Node.Cri.Wire;
using Unknot.Node.Daemons;
using Unknot.Node.Sources;

namespace Unknot.Node.Cri;

/// <summary>Finds out which of a daemon's sockets speaks the CRI by asking each for its Version.</summary>
internal static class CriSocket
{
    /// <summary>Asks all at once; the first one that answers is it.</summary>
    /// <returns>A client to be disposed of; null when none answers.</returns>
    public static async Task<CriClient?> FindAsync(Daemon daemon, string procRoot, ProbeLog log, SourceSink sink, CancellationToken cancellation)
    {
        List<CriClient> clients = [];
        foreach (DaemonSocket socket in GrpcSockets.Of(daemon))
        {
            if (SocketDialer.Open(procRoot, socket, out string? errno) is { } dialer) clients.Add(new CriClient(dialer));
            else sink.Gap($"{daemon} {socket.Path}", "this socket cannot be reached through the daemon's root", errno);
        }

        ProbeAnswer<VersionResponse>[] answers = await Task.WhenAll(clients.Select(c => log.TryAsync(c.VersionAsync, cancellation))).ConfigureAwait(false);
        int found = Array.FindIndex(answers, a => a.Value is not null);
        for (int i = 0; i < clients.Count; i++)
        {
            // A socket that answers something else is none of this interface: containerd without its plugin, the kubelet's device plugins.
            bool isOther = answers[i].Value is null && (answers[i].Outcome == ProbeOutcome.Answered || found >= 0 && answers[i].Outcome == ProbeOutcome.Failed);
            if (!isOther) log.Note("Version", null, answers[i], Tell(clients[i], answers[i].Value));
            if (i != found) clients[i].Dispose();
        }

        return found < 0 ? null : clients[found];
    }

    private static Dictionary<string, string> Tell(CriClient client, VersionResponse? version)
    {
        Dictionary<string, string> values = new() { ["socket"] = client.Path };
        if (version is null) return values;
        values["apiVersion"] = client.ApiVersion;
        values["runtime"] = version.RuntimeName;
        values["version"] = version.RuntimeVersion;
        return values;
    }
}
