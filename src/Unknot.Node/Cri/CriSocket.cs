using Unknot.Diagnosis.Evidence;
using Unknot.Node.Cri.Wire;
using Unknot.Node.Daemons;
using Unknot.Node.Sources;

namespace Unknot.Node.Cri;

/// <summary>Finds out which of a daemon's sockets speaks the CRI by asking one after another for its Version.</summary>
internal static class CriSocket
{
    /// <summary>Asks until one answers or one hangs: it is the same process behind all of them.</summary>
    /// <returns>A client to be disposed of, null when none answers; and whether the daemon hangs.</returns>
    public static async Task<(CriClient? Client, bool Hangs)> FindAsync(Daemon daemon, string procRoot, ProbeLog log, SourceSink sink, CancellationToken cancellation)
    {
        foreach (DaemonSocket socket in GrpcSockets.Of(daemon))
        {
            if (SocketDialer.Open(procRoot, socket, out string? errno) is not { } dialer)
            {
                sink.Gap($"{daemon} {socket.Path}", "this socket cannot be reached through the daemon's root", errno);
                continue;
            }

            CriClient client = new(dialer);
            ProbeAnswer<VersionResponse> answer = await log.TryAsync(client.VersionAsync, cancellation).ConfigureAwait(false);
            // A socket that answers something else is none of this interface: containerd without its plugin, the kubelet's device plugins.
            if (answer.Value is not null || answer.Outcome != ProbeOutcome.Answered) log.Note("Version", null, answer, Tell(client, answer.Value));
            if (answer.Value is not null) return (client, false);
            client.Dispose();
            if (answer.Outcome == ProbeOutcome.TimedOut) return (null, true);
        }

        return (null, false);
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
