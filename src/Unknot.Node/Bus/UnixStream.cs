using System.Text;
using Unknot.Node.Linux;

namespace Unknot.Node.Bus;

/// <summary>A connection to a unix socket of which no step blocks longer than it is given. Errors are errnos.</summary>
internal sealed class UnixStream : IDisposable
{
    private const int UnixFamily = 1, Stream = 1, NoSignal = 0x4000, PathOffset = 2, AddressLength = 110;
    private const short Readable = 1, Writable = 4;
    private int _fd;

    private UnixStream(int fd) => _fd = fd;

    /// <summary>Connects to a socket that a process of the node listens on.</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="pid">Process whose root the path is below.</param>
    /// <param name="path">Its path; <c>@name</c> for an abstract one of this network namespace.</param>
    /// <param name="time">How long it may take: a full backlog is waited for.</param>
    /// <param name="errno">Name of the error; <c>ETIMEDOUT</c> where the backlog stayed full.</param>
    /// <returns>The connection; null on an error.</returns>
    public static UnixStream? Connect(string procRoot, int pid, string path, ProbeTime time, out string? errno)
    {
        if (path.StartsWith('@')) return Connect("\0" + path[1..], time, out errno);
        int link = NodePath.Open(procRoot, pid, path, LinuxCalls.PathOnly, out errno);
        if (link < 0) return null;
        // A path of any length and below any root becomes one of a few letters.
        UnixStream? stream = Connect($"/proc/self/fd/{link}", time, out errno);
        _ = LinuxCalls.Close(link);
        return stream;
    }

    /// <summary>Sends all of it.</summary>
    /// <returns>Name of the error, <c>ETIMEDOUT</c> where the peer does not read; null when all was sent.</returns>
    public unsafe string? Send(ReadOnlySpan<byte> bytes, ProbeTime time)
    {
        while (!bytes.IsEmpty)
        {
            nint sent;
            fixed (byte* start = bytes) sent = LinuxCalls.Send(_fd, start, bytes.Length, NoSignal);
            if (sent >= 0)
            {
                bytes = bytes[(int)sent..];
                continue;
            }

            string errno = LinuxCalls.LastErrno();
            if (errno == "EINTR") continue;
            if (errno != "EAGAIN") return errno;
            if (!Wait(Writable, time)) return "ETIMEDOUT";
        }

        return null;
    }

    /// <summary>Receives what there is, at least a byte.</summary>
    /// <returns>How many; 0 at the end, or on an error.</returns>
    public unsafe int Receive(Span<byte> buffer, ProbeTime time, out string? errno)
    {
        errno = null;
        while (true)
        {
            nint length;
            fixed (byte* start = buffer) length = LinuxCalls.Receive(_fd, start, buffer.Length, 0);
            if (length >= 0) return (int)length;
            errno = LinuxCalls.LastErrno();
            if (errno is not ("EINTR" or "EAGAIN")) return 0;
            if (errno == "EAGAIN" && !Wait(Readable, time))
            {
                errno = "ETIMEDOUT";
                return 0;
            }

            errno = null;
        }
    }

    public void Dispose()
    {
        if (_fd >= 0) _ = LinuxCalls.Close(_fd);
        _fd = -1;
    }

    private static unsafe UnixStream? Connect(string name, ProbeTime time, out string? errno)
    {
        byte[] path = Encoding.UTF8.GetBytes(name);
        if (path.Length > AddressLength - PathOffset - 1)
        {
            errno = "ENAMETOOLONG";
            return null;
        }

        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        address[0] = UnixFamily;
        path.CopyTo(address[PathOffset..]);
        int fd = LinuxCalls.Socket(UnixFamily, Stream | LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec, 0);
        if (fd < 0)
        {
            errno = LinuxCalls.LastErrno();
            return null;
        }

        while (true)
        {
            int connected;
            // An abstract name ends where the length says, a path at its NUL.
            fixed (byte* start = address) connected = LinuxCalls.Connect(fd, start, (uint)(PathOffset + path.Length + (path[0] == 0 ? 0 : 1)));
            errno = connected == 0 ? null : LinuxCalls.LastErrno();
            if (errno is null) return new UnixStream(fd);
            // EAGAIN: the backlog is full (unix(7)); poll does not tell when there is room again.
            if (errno is not ("EAGAIN" or "EINTR")) break;
            errno = "ETIMEDOUT";
            if (time.IsOver) break;
            Thread.Sleep(time.Slice);
        }

        _ = LinuxCalls.Close(fd);
        return null;
    }

    private unsafe bool Wait(short events, ProbeTime time)
    {
        while (!time.IsOver)
        {
            LinuxCalls.PollRequest poll = new() { Fd = _fd, Events = events };
            if (LinuxCalls.Poll(&poll, 1, time.Slice) > 0) return true;
        }

        return false;
    }
}
