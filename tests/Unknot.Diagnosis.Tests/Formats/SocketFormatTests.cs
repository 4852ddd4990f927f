using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class SocketFormatTests
{
    private static SocketEvidence Socket(string row)
    {
        Assert.True(SsFormat.Recognise(TextDocument.Of(row)));
        return Assert.Single(FormatRun.Read(SsFormat.Read, row).Sockets);
    }

    [Fact]
    public void UnnamedSocketWithQueue_GivesPeerAndOwner()
    {
        SocketEvidence socket = Socket("u_str ESTAB 688    0                                  * 85324            * 85325 users:((\"fake-systemd-mu\",pid=26406,fd=3)) ");
        Assert.Equal((85324UL, 85325UL, 688L, 0L), (socket.Inode, socket.PeerInode, socket.ReceiveQueue, socket.SendQueue));
        Assert.Null(socket.Path);
        Assert.Equal(new SocketOwner("fake-systemd-mu", 26406, 3), Assert.Single(socket.Owners));
    }

    [Fact]
    public void NamedSocket_GivesPathAndSendQueue()
    {
        SocketEvidence socket = Socket("u_str ESTAB 0      1280     /run/dbus/system_bus_socket 85325            * 85324 users:((\"dbus-daemon\",pid=26374,fd=9))");
        Assert.Equal("/run/dbus/system_bus_socket", socket.Path);
        Assert.Equal(1280, socket.SendQueue);
    }

    [Fact]
    public void ListeningSocketThatNobodyAccepts_HasNoPeer()
    {
        SocketEvidence socket = Socket("u_str LISTEN 1      4096   /run/systemd/private 9314 * 0 users:((\"systemd\",pid=1,fd=12),(\"x y\",pid=7,fd=8)) <-> ino:5 dev:0/24");
        Assert.True(socket.IsListening);
        Assert.Equal((9314UL, 0UL, 1L), (socket.Inode, socket.PeerInode, socket.ReceiveQueue));
        Assert.Equal([1, 7], socket.Owners.Select(o => o.Pid));
    }

    [Fact]
    public void OldOwnerForm_IsRead() => Assert.Equal(new SocketOwner("dbus-daemon", 581, 9), Assert.Single(Socket("u_str  ESTAB      0      0      /run/dbus/system_bus_socket 12998                 * 12997               users:((\"dbus-daemon\",581,9))").Owners));

    [Fact]
    public void AbstractAddress_KeepsItsAt() => Assert.Equal("@/containerd-shim/abc.sock@", Socket("u_str LISTEN 0      4096   @/containerd-shim/abc.sock@ 77 * 0").Path);

    [Fact]
    public void GluedStateAndQueue_AreParted() => Assert.Equal((85324UL, 12L), (Socket("u_strESTAB12     0 * 85324 * 85325").Inode, Socket("u_strESTAB12     0 * 85324 * 85325").ReceiveQueue));

    [Fact]
    public void Netstat_GivesOwnerAndPath()
    {
        const string Row = "unix  2      [ ACC ]     STREAM     LISTENING     18823    1103/dockerd         /var/run/docker.sock";
        Assert.True(NetstatFormat.Recognise(TextDocument.Of(Row)));
        SocketEvidence socket = Assert.Single(FormatRun.Read(NetstatFormat.Read, Row).Sockets);
        Assert.Equal((18823UL, "/var/run/docker.sock", true), (socket.Inode, socket.Path, socket.IsListening));
        Assert.Equal(1103, Assert.Single(socket.Owners).Pid);
    }

    [Fact]
    public void NetstatWithoutOwner_IsReadToo() =>
        Assert.Equal(18824UL, Assert.Single(FormatRun.Read(NetstatFormat.Read, "unix  3      [ ]         STREAM     CONNECTED     18824    -").Sockets).Inode);
}
