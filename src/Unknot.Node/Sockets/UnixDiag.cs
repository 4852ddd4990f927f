using System.Buffers.Binary;
using System.Text;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;

namespace Unknot.Node.Sockets;

/// <summary>Asks the kernel for all unix sockets of the thread's network namespace (<c>net/unix/diag.c</c>, <c>include/uapi/linux/unix_diag.h</c>).</summary>
internal static class UnixDiag
{
    private const int NetlinkFamily = 16, RawSocket = 3, SockDiagProtocol = 4, CloseOnExec = 0x80000;
    private const ushort ByFamily = 20, Error = 2, Done = 3, RequestDump = 0x301;
    private const int HeaderLength = 16, MessageLength = 16, UnixFamily = 1, ListenState = 10;
    private const ushort AttributeName = 0, AttributePeer = 2, AttributeQueues = 4;
    private const uint ShowName = 1, ShowPeer = 4, ShowQueues = 16;

    /// <summary>Reads the table.</summary>
    /// <param name="errno">What stopped it; null when all came.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The sockets that came.</returns>
    public static unsafe IReadOnlyList<SocketRecord> Read(out string? errno, CancellationToken cancellation)
    {
        List<SocketRecord> sockets = [];
        errno = null;
        int fd = LinuxCalls.Socket(NetlinkFamily, RawSocket | CloseOnExec, SockDiagProtocol);
        if (fd < 0)
        {
            errno = LinuxCalls.LastErrno();
            return sockets;
        }

        byte[] buffer = new byte[64 << 10];
        try
        {
            byte[] request = Request();
            fixed (byte* start = request)
            {
                if (LinuxCalls.Send(fd, start, request.Length, 0) < 0) errno = LinuxCalls.LastErrno();
            }

            while (errno is null)
            {
                cancellation.ThrowIfCancellationRequested();
                LinuxCalls.PollRequest poll = new() { Fd = fd, Events = 1 };
                if (LinuxCalls.Poll(&poll, 1, 200) == 0) continue;
                nint length;
                fixed (byte* start = buffer) length = LinuxCalls.Receive(fd, start, buffer.Length, 0);
                if (length < 0) errno = LinuxCalls.LastErrno() is "EINTR" ? null : LinuxCalls.LastErrno();
                else if (!Take(buffer.AsSpan(0, (int)length), sockets, ref errno)) break;
            }
        }
        finally
        {
            _ = LinuxCalls.Close(fd);
        }

        return sockets;
    }

    // struct nlmsghdr, then struct unix_diag_req: family, protocol, pad, states, inode, show, cookie.
    private static byte[] Request()
    {
        byte[] request = new byte[HeaderLength + 24];
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(4), ByFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(6), RequestDump);
        request[HeaderLength] = UnixFamily;
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(HeaderLength + 4), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(HeaderLength + 12), ShowName | ShowPeer | ShowQueues);
        request.AsSpan(HeaderLength + 16).Fill(0xFF);
        return request;
    }

    /// <returns>False after the last message.</returns>
    private static bool Take(ReadOnlySpan<byte> messages, List<SocketRecord> sockets, ref string? errno)
    {
        while (messages.Length >= HeaderLength)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(messages);
            if (length < HeaderLength || length > messages.Length) return false;
            ushort type = BinaryPrimitives.ReadUInt16LittleEndian(messages[4..]);
            ReadOnlySpan<byte> body = messages[HeaderLength..length];
            if (type == Done) return false;
            if (type == Error)
            {
                errno = body.Length >= 4 ? Errno.Name(-BinaryPrimitives.ReadInt32LittleEndian(body)) : "EPROTO";
                return false;
            }

            if (type == ByFamily && body.Length >= MessageLength) sockets.Add(Socket(body));
            messages = messages[Math.Min(messages.Length, Align(length))..];
        }

        return true;
    }

    // struct unix_diag_msg: family, type, state, pad, inode, cookie[2]; attributes follow.
    private static SocketRecord Socket(ReadOnlySpan<byte> body)
    {
        SocketRecord socket = new() { Inode = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]), Listening = body[2] == ListenState };
        ReadOnlySpan<byte> rest = body[MessageLength..];
        while (rest.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length < 4 || length > rest.Length) break;
            ReadOnlySpan<byte> value = rest[4..length];
            socket = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) switch
            {
                AttributeName => socket with { Path = NameOf(value) },
                AttributePeer when value.Length >= 4 => socket with { Peer = BinaryPrimitives.ReadUInt32LittleEndian(value) },
                AttributeQueues when value.Length >= 8 => socket with
                {
                    ReceiveQueue = BinaryPrimitives.ReadUInt32LittleEndian(value), SendQueue = BinaryPrimitives.ReadUInt32LittleEndian(value[4..]),
                },
                _ => socket,
            };
            rest = rest[Math.Min(rest.Length, Align(length))..];
        }

        return socket;
    }

    /// <summary>An abstract name begins with NUL; tools write <c>@</c>.</summary>
    private static string NameOf(ReadOnlySpan<byte> name)
    {
        if (name.Length > 0 && name[0] == 0) return "@" + Encoding.UTF8.GetString(name[1..]).Replace('\0', '@');
        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }

    private static int Align(int length) => (length + 3) & ~3;
}
