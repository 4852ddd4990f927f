using Unknot.Node.Daemons;

namespace Unknot.Node.Tests.Daemons;

public class SocketDialerTests
{
    [Fact]
    public async Task AbsoluteLinkInTheDaemonsRoot_IsFollowedInsideIt()
    {
        using TemporaryFolder proc = new();
        string root = proc.File("rootfs");
        Directory.CreateDirectory(Path.Combine(root, "var"));
        Directory.CreateDirectory(Path.Combine(root, "here"));
        // As /var/run -> /run, with a name that the machine itself has not.
        Directory.CreateSymbolicLink(Path.Combine(root, "var/run"), "/here");
        Directory.CreateDirectory(proc.File("7"));
        Directory.CreateSymbolicLink(proc.File("7/root"), root);
        using FakeServer server = FakeServer.Mute(Path.Combine(root, "here/d.sock"));
        using SocketDialer? dialer = SocketDialer.Open(proc.Path, new DaemonSocket(7, "/var/run/d.sock", 1), out string? errno);
        Assert.Null(errno);
        await using Stream connection = await dialer!.ConnectAsync(CancellationToken.None);
        Assert.True(connection.CanWrite);
    }

    [Fact]
    public async Task RelativeName_IsOfTheDaemonsWorkingFolder()
    {
        using TemporaryFolder proc = new();
        Directory.CreateDirectory(proc.File("7"));
        Directory.CreateDirectory(proc.File("work"));
        Directory.CreateSymbolicLink(proc.File("7/cwd"), proc.File("work"));
        using FakeServer server = FakeServer.Mute(proc.File("work/d.sock"));
        using SocketDialer? dialer = SocketDialer.Open(proc.Path, new DaemonSocket(7, "d.sock", 1), out _);
        await using Stream connection = await dialer!.ConnectAsync(CancellationToken.None);
        Assert.True(connection.CanWrite);
    }

    [Fact]
    public void DaemonThatIsGone_IsAnErrno()
    {
        using TemporaryFolder proc = new();
        Assert.Null(SocketDialer.Open(proc.Path, new DaemonSocket(7, "/run/d.sock", 1), out string? errno));
        Assert.Equal("ENOENT", errno);
    }
}
