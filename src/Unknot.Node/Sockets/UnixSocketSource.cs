using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;
using Unknot.Node.Sources;

namespace Unknot.Node.Sockets;

/// <summary>Unix sockets with peers and queues, from netlink sock_diag, into <c>unix-sockets.jsonl</c>.</summary>
internal sealed class UnixSocketSource : INodeSource
{
    public const string SourceName = "unix-sockets";

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(3);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        sink.Doing = "entering the node's network namespace";
        EnterNodeNamespace(scan.Options.ProcRoot, sink);
        sink.Doing = "asking NETLINK_SOCK_DIAG for the unix sockets";
        IReadOnlyList<SocketRecord> sockets = UnixDiag.Read(out string? errno, cancellation);
        if (errno is not null) sink.Gap("NETLINK_SOCK_DIAG", "the kernel did not give the unix sockets: who talks to whom is not known", errno);
        scan.Sockets.Set(sockets);
        SourceSink.LineDocument lines = sink.OpenLines("unix-sockets.jsonl", SocketTableFormat.SchemaVersion);
        foreach (SocketRecord socket in sockets) lines.Add(socket, NodeJson.Default.SocketRecord);
    }

    /// <summary>In a container the daemons' sockets are in another network namespace; this thread alone goes there.</summary>
    internal static void EnterNodeNamespace(string procRoot, SourceSink sink)
    {
        string? own = ProcFile.ReadLink("/proc/thread-self/ns/net", out _), node = ProcFile.ReadLink($"{procRoot}/1/ns/net", out string? errno);
        if (own == node || (node is null && errno is "EACCES" or "EPERM" && procRoot == "/proc")) return;
        if (node is null)
        {
            sink.Gap($"{procRoot}/1/ns/net", "cannot be read: the sockets are those of this process' own network namespace", errno);
            return;
        }

        int fd = LinuxCalls.Open($"{procRoot}/1/ns/net", LinuxCalls.ReadOnly | LinuxCalls.CloseOnExec);
        if (fd < 0 || LinuxCalls.EnterNamespace(fd, 0) != 0)
        {
            sink.Gap($"{procRoot}/1/ns/net", "cannot be entered (it takes CAP_SYS_ADMIN): the sockets are those of this process' own network namespace", LinuxCalls.LastErrno());
        }

        if (fd >= 0) _ = LinuxCalls.Close(fd);
    }
}
