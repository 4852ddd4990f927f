namespace Unknot.Node.Daemons;

/// <summary>Sockets of a daemon that may speak gRPC.</summary>
internal static class GrpcSockets
{
    /// <summary>
    /// All but containerd's ttrpc socket, which it names after its own (<c>defaults.go</c>; ttrpc would take HTTP/2 for the head of a message of 1.3 GB
    /// and wait for it), and sockets of plugins and of debugging.
    /// </summary>
    public static IEnumerable<DaemonSocket> Of(Daemon daemon) =>
        daemon.Sockets.Where(s => !s.Path.EndsWith(".ttrpc", StringComparison.Ordinal) && !s.Path.EndsWith("debug.sock", StringComparison.Ordinal));
}
