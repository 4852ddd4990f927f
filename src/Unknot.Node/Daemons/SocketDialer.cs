using System.Net.Sockets;
using Unknot.Node.Linux;

namespace Unknot.Node.Daemons;

/// <summary>
/// Connects to a daemon's unix socket. The daemon may live in another mount namespace: its folder is opened once, inside the daemon's own root, and
/// the socket reached through that descriptor. So a path may be longer than the 108 bytes of <c>sun_path</c>, and an absolute link (<c>/var/run</c>)
/// is followed in the daemon's root and not in ours.
/// </summary>
internal sealed class SocketDialer : IDisposable
{
    // A full queue may empty in a moment; a blocking connect would wait, and so does this.
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a connection is tried at most, whatever became of the request that wanted it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int _folder;
    private readonly UnixDomainSocketEndPoint _address;

    private SocketDialer(string path, int folder, UnixDomainSocketEndPoint address) => (Path, _folder, _address) = (path, folder, address);

    /// <summary>The socket's name as the daemon knows it.</summary>
    public string Path { get; }

    /// <summary>The last try to connect found the queue full.</summary>
    public bool IsQueueFull { get; private set; }

    /// <summary>Finds the socket's folder; may block on a dead file system, so only where that can be abandoned.</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="socket">The socket.</param>
    /// <param name="errno">Why it cannot be reached; null when it can.</param>
    /// <returns>The dialer; null on an error.</returns>
    public static SocketDialer? Open(string procRoot, DaemonSocket socket, out string? errno)
    {
        errno = null;
        if (socket.Path.StartsWith('@')) return new SocketDialer(socket.Path, -1, new UnixDomainSocketEndPoint("\0" + socket.Path[1..]));
        int slash = socket.Path.LastIndexOf('/');
        string name = socket.Path[(slash + 1)..];
        int folder = OpenFolder(procRoot, socket, slash < 0 ? "." : slash == 0 ? "/" : socket.Path[..slash], out errno);
        if (folder < 0) return null;
        string address = $"/proc/self/fd/{folder}/{name}";
        if (System.Text.Encoding.UTF8.GetByteCount(address) < 108) return new SocketDialer(socket.Path, folder, new UnixDomainSocketEndPoint(address));
        _ = LinuxCalls.Close(folder);
        errno = "ENAMETOOLONG";
        return null;
    }

    /// <summary>Connects; waits where the queue of connections not yet accepted is full.</summary>
    /// <param name="cancellation">Ends the waiting; <see cref="IsQueueFull"/> tells whether that was why.</param>
    /// <returns>The connection, to be disposed of.</returns>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(_address, cancellation).ConfigureAwait(false);
                IsQueueFull = false;
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain)
            {
                IsQueueFull = true;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            await Task.Delay(s_betweenTries, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (_folder >= 0) _ = LinuxCalls.Close(_folder);
    }

    private static int OpenFolder(string procRoot, DaemonSocket socket, string folder, out string? errno)
    {
        const int flags = LinuxCalls.PathOnly | LinuxCalls.Directory | LinuxCalls.CloseOnExec;
        errno = null;
        int root = LinuxCalls.Open($"{procRoot}/{socket.Pid}/{(folder.StartsWith('/') ? "root" : "cwd")}", flags);
        int opened = -1;
        if (root >= 0)
        {
            // A relative name may lead up out of the working folder: only absolute ones are held inside their root.
            opened = folder.StartsWith('/') ? LinuxCalls.OpenInRoot(root, folder, flags) : LinuxCalls.OpenAt(root, folder, flags);
            if (opened < 0) errno = LinuxCalls.LastErrno();
            if (errno == "ENOSYS") opened = LinuxCalls.OpenAt(root, folder == "/" ? "." : folder[1..], flags);
            _ = LinuxCalls.Close(root);
        }
        else if (LinuxCalls.LastErrno() is "EACCES" or "EPERM" && folder.StartsWith('/'))
        {
            // Not root: the best guess left is that the daemon sees the same files as this process.
            opened = LinuxCalls.Open(folder, flags);
        }

        errno = opened >= 0 ? null : errno ?? LinuxCalls.LastErrno();
        return opened;
    }
}
