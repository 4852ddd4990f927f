using System.Net.Sockets;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;
using Unknot.Node.Sockets;

namespace Unknot.Node.Tests.Sockets;

/// <summary>Against the kernel.</summary>
public sealed class UnixDiagTests
{
    [Fact]
    public void ListenerAndPair_AreThereWithPeersAndQueues()
    {
        using TemporaryFolder folder = new();
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
            waiting = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder.File("s")));
        listener.Listen(5);
        client.Connect(listener.LocalEndPoint!);
        using Socket accepted = listener.Accept();
        client.Send(new byte[1000]);
        waiting.Connect(listener.LocalEndPoint!);
        Dictionary<ulong, SocketRecord> sockets = UnixDiag.Read(out string? errno, CancellationToken.None).ToDictionary(s => s.Inode);
        Assert.Null(errno);
        SocketRecord listening = sockets[Inode(listener)], here = sockets[Inode(client)], there = sockets[Inode(accepted)];
        Assert.Equal((true, 1L), (listening.Listening, listening.ReceiveQueue));
        Assert.Equal(folder.File("s"), listening.Path);
        Assert.Equal((there.Inode, here.Inode), (here.Peer, there.Peer));
        Assert.Equal(1000, there.ReceiveQueue);
        Assert.True(here.SendQueue > 0);
    }

    private static ulong Inode(Socket socket) => ulong.Parse(ProcFile.ReadLink($"/proc/self/fd/{socket.Handle}", out _)!["socket:[".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
}
