using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Cri;
using Unknot.Node.Tests.Daemons;

namespace Unknot.Node.Tests.Cri;

public class CriFaultTests
{
    [Fact]
    public void SocketThatNeverAnswers_IsATimedOutVersion()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Mute(folder.File("c.sock"));
        ProbeRecord probe = Read(server);
        Assert.Equal(("Version", "timedOut", "containerd"), (probe.Call, probe.Outcome, probe.Component));
        // HttpClient sometimes opens a second connection just as the request is given up; nothing is retried over it.
        Assert.InRange(server.Accepted, 1, 2);
    }

    [Fact]
    public void SocketWithAFullQueue_IsTimedOutAndSaysSo()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.NeverAccepting(folder.File("c.sock"));
        ProbeRecord probe = Read(server);
        Assert.Equal("timedOut", probe.Outcome);
        Assert.StartsWith("EAGAIN", probe.Detail);
    }

    [Fact]
    public void SocketThatAnswersGarbage_IsAFailedVersion()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Garbage(folder.File("c.sock"));
        Assert.Equal("failed", Read(server).Outcome);
    }

    [Fact]
    public void SocketThatSpeaksHttpWithoutEnd_IsAFailedVersion()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Endless(folder.File("c.sock"));
        Assert.Equal("failed", Read(server).Outcome);
    }

    [Fact]
    public void SocketThatIsGone_IsRefusedWithItsErrno()
    {
        using TemporaryFolder folder = new();
        FakeServer server = FakeServer.Mute(folder.File("c.sock"));
        server.Dispose();
        File.Delete(server.Path);
        ProbeRecord probe = Read(server);
        Assert.Equal("refused", probe.Outcome);
        Assert.StartsWith("ENOENT", probe.Detail);
    }

    [Fact]
    public void SocketOfTtrpc_IsNotAsked()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Mute(folder.File("c.sock.ttrpc"));
        Assert.Empty(SourceReading.Of(new CriSource(), ScanOf.Fake("containerd", server)).Probes);
        Assert.Equal(0, server.Accepted);
    }

    private static ProbeRecord Read(FakeServer server) => Assert.Single(SourceReading.Of(new CriSource(), ScanOf.Fake("containerd", server)).Probes);
}
