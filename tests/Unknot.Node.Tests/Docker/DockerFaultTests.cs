using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Docker;
using Unknot.Node.Tests.Daemons;

namespace Unknot.Node.Tests.Docker;

public class DockerFaultTests
{
    private const string Id = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Fact]
    public void SocketThatNeverAnswers_IsATimedOutPing()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Mute(folder.File("d.sock"));
        ProbeRecord probe = Assert.Single(Read(server).Probes);
        Assert.Equal(("ping", "timedOut", "dockerd"), (probe.Call, probe.Outcome, probe.Component));
        Assert.Equal(1, server.Accepted);
        Assert.Equal(server.Path, probe.Values!["socket"]);
    }

    [Fact]
    public void SocketWithAFullQueue_IsTimedOutAndSaysSo()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.NeverAccepting(folder.File("d.sock"));
        ProbeRecord probe = Assert.Single(Read(server).Probes);
        Assert.Equal("timedOut", probe.Outcome);
        Assert.StartsWith("EAGAIN", probe.Detail);
    }

    [Fact]
    public void SocketThatAnswersGarbage_IsAFailedPing()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Garbage(folder.File("d.sock"));
        Assert.Equal("failed", Assert.Single(Read(server).Probes).Outcome);
    }

    [Fact]
    public void SocketThatClosesAtOnce_IsAFailedPing()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Closing(folder.File("d.sock"));
        Assert.Equal("failed", Assert.Single(Read(server).Probes).Outcome);
    }

    [Fact]
    public void AnswerWithoutEnd_IsGivenUpAtItsLimit()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Endless(folder.File("d.sock"));
        ProbeRecord probe = Assert.Single(Read(server).Probes);
        Assert.True(probe is { Outcome: "failed", Detail: { } detail } && detail.Contains("longer than") || probe.Outcome == "timedOut", probe.Detail);
    }

    [Fact]
    public void SocketThatIsGone_IsRefusedWithItsErrno()
    {
        using TemporaryFolder folder = new();
        FakeServer server = FakeServer.Mute(folder.File("d.sock"));
        server.Dispose();
        File.Delete(server.Path);
        SourceReading reading = Read(server);
        Assert.Equal("refused", Assert.Single(reading.Probes).Outcome);
        Assert.Contains(reading.Gaps, g => g.Errno == "ENOENT");
    }

    [Fact]
    public void FolderThatIsGone_IsAGapWithItsErrno()
    {
        TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Mute(folder.File("d.sock"));
        folder.Dispose();
        Assert.Contains(Read(server).Gaps, g => g.Errno == "ENOENT" && g.Target.Contains("d.sock"));
    }

    [Fact]
    public void PathLongerThanASocketAddress_IsReached()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = Api(folder);
        string deep = folder.File(Path.Combine(Enumerable.Repeat("a-folder-with-a-long-name", 6).ToArray()));
        Directory.CreateDirectory(deep);
        string moved = Path.Combine(deep, "docker.sock");
        File.Move(server.Path, moved);
        using Unknot.Node.Sources.NodeScan scan = ScanOf.Fake("dockerd", server);
        scan.Sockets.Set([new SocketRecord { Inode = 1000, Listening = true, Path = moved }]);
        Assert.Contains(SourceReading.Of(new DockerSource(), scan).Probes, p => p is { Call: "ping", Outcome: "answered" });
    }

    [Fact]
    public void InspectThatHangs_IsNamedAndTheOthersAnswer()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = Api(folder);
        SourceReading reading = Read(server);
        ProbeRecord hung = Assert.Single(reading.Probes, p => p.Outcome == "timedOut");
        Assert.Equal(("inspect", Id), (hung.Call, hung.ContainerId));
        Assert.Contains(reading.Probes, p => p is { Call: "inspect", Outcome: "answered" });
        // dockerd's own info may take what hangs: it is not asked then.
        Assert.DoesNotContain(reading.Probes, p => p.Call == "info");
        Assert.Contains("web", reading.Text("inspect.json"));
    }

    [Fact]
    public void ListOfDocker_GivesContainersWithTheirPods()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = Api(folder);
        Assert.Contains(Read(server).Evidence().Containers, c => c is { Id: Id, Name: "hung", State: "running", Pod: "shop/cart-0" });
    }

    private static SourceReading Read(FakeServer server) => SourceReading.Of(new DockerSource(), ScanOf.Fake("dockerd", server));

    /// <summary>Two containers, one of which is never told of.</summary>
    private static FakeServer Api(TemporaryFolder folder)
    {
        string other = Id.Replace('0', '1');
        return FakeServer.Http(folder.File("d.sock"), new Dictionary<string, string>
        {
            ["/_ping"] = "OK",
            ["/version"] = """{"Version":"20.10.24","ApiVersion":"1.41","Components":[{"Name":"Engine","Version":"20.10.24"}]}""",
            ["/containers/json?all=1"] = $$$"""
                [{"Id":"{{{Id}}}","Names":["/hung"],"Image":"i","State":"running","Labels":{"io.kubernetes.pod.name":"cart-0","io.kubernetes.pod.namespace":"shop"}},
                 {"Id":"{{{other}}}","Names":["/web"],"Image":"i","State":"running","Labels":{}}]
                """,
            [$"/containers/{other}/json"] = $$$"""{"Id":"{{{other}}}","Name":"/web","State":{"Status":"running","Pid":77},"Config":{"Image":"i","Labels":{} } }""",
            ["/info"] = "{}",
        });
    }
}
