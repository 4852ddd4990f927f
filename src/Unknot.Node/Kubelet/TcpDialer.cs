using System.Net;
using System.Net.Sockets;
using Unknot.Node.Linux;

namespace Unknot.Node.Kubelet;

/// <summary>Connects to a TCP port in a process' network namespace: a socket stays in the namespace of the thread that made it.</summary>
/// <param name="namespaceLink"><c>/proc/PID/ns/net</c>.</param>
/// <param name="target">Where to.</param>
internal sealed class TcpDialer(string namespaceLink, IPEndPoint target)
{
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        Socket socket = Make();
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(target, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Socket Make()
    {
        string? own = ProcFile.ReadLink("/proc/thread-self/ns/net", out _), there = ProcFile.ReadLink(namespaceLink, out _);
        if (own == there || there is null) return Plain();
        Socket? socket = null;
        string? errno = null;
        // A thread that has changed its namespace is of no other use: this one ends.
        Thread maker = new(() =>
        {
            int fd = LinuxCalls.Open(namespaceLink, LinuxCalls.ReadOnly | LinuxCalls.CloseOnExec);
            if (fd < 0 || LinuxCalls.EnterNamespace(fd, 0) != 0) errno = LinuxCalls.LastErrno();
            else socket = Plain();
            if (fd >= 0) _ = LinuxCalls.Close(fd);
        });
        maker.Start();
        maker.Join();
        return socket ?? throw new IOException($"{namespaceLink} cannot be entered (it takes CAP_SYS_ADMIN): {errno}");
    }

    private Socket Plain() => new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
}
