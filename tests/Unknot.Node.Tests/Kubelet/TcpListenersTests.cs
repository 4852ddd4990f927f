using System.Net;
using System.Net.Sockets;
using Unknot.Node.Kubelet;
using Unknot.Node.Processes;
using Unknot.Node.Daemons;

namespace Unknot.Node.Tests.Kubelet;

public class TcpListenersTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void OwnListener_IsFoundByItsInode(string address)
    {
        using TcpListener listener = new(IPAddress.Parse(address), 0);
        listener.Start();
        HashSet<ulong> inodes = DaemonFinder.SocketInodes(new ProcessReader("/proc").Read(Environment.ProcessId, static _ => { })!);
        Assert.Contains((IPEndPoint)listener.LocalEndpoint, TcpListeners.Read("/proc/self", inodes));
    }

    [Fact]
    public void ConnectionsAndOthersListeners_AreNone()
    {
        byte[] table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:2808 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0
               1: 0100007F:280A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 22 1 0
               2: 0100007F:2808 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 11 1 0
               3: broken
            """u8.ToArray();
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 10248)], TcpListeners.Parse(table, new HashSet<ulong> { 11 }));
    }

    [Fact]
    public void AddressOfAny_IsReachedOverLoopback() =>
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 10250), TcpListeners.Reachable(new IPEndPoint(IPAddress.IPv6Any, 10250)));
}
