using Unknot.Diagnosis.Evidence;
using Unknot.Node.Daemons;

namespace Unknot.Node.Pleg;

/// <summary>Sockets of a daemon that may be its runtime interface, the likeliest first.</summary>
internal static class RuntimeSockets
{
    /// <summary>dockerd's: not libnetwork's, which takes requests of a protocol of its own (<c>libnetwork/sandbox_externalkey_unix.go</c>), nor swarm's and the metrics'. Others': those of gRPC.</summary>
    public static IEnumerable<DaemonSocket> Of(Daemon daemon) => daemon.Component == Components.Dockerd
        ? daemon.Sockets.Where(s => !s.Path.Contains("/libnetwork/", StringComparison.Ordinal) && !s.Path.Contains("/swarm/", StringComparison.Ordinal) && !s.Path.EndsWith("/metrics.sock", StringComparison.Ordinal))
        : GrpcSockets.Of(daemon);
}
