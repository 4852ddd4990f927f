using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class EngineObjectsTests
{
    [Fact]
    public void VersionOfTheApi_GivesDaemonContainerdRuncAndKernel()
    {
        EvidenceSnapshot snapshot = FormatRun.Objects("""
            {"Components":[{"Name":"Engine","Version":"20.10.24+dfsg1"},{"Name":"containerd","Version":"1.6.20~ds1"},{"Name":"runc","Version":"1.1.5+ds1"}],
             "Version":"20.10.24+dfsg1","ApiVersion":"1.41","KernelVersion":"6.18.44"}
            """);
        Assert.Equal(
            ["20.10.24+dfsg1", "1.6.20~ds1", "1.1.5+ds1", "6.18.44"],
            [snapshot.Versions["dockerd"], snapshot.Versions["containerd"], snapshot.Versions["runc"], snapshot.Versions["kernel"]]);
    }

    [Fact]
    public void VersionOfTheClient_TellsTheServersOwn()
    {
        EvidenceSnapshot snapshot = FormatRun.Objects("""{"Client":{"Version":"28.5.1","ApiVersion":"1.51"},"Server":{"Version":"20.10.24","ApiVersion":"1.41"}}""");
        Assert.Equal("20.10.24", snapshot.Versions["dockerd"]);
    }

    [Fact]
    public void Info_GivesDaemonAndSystem()
    {
        EvidenceSnapshot snapshot = FormatRun.Objects("""{"ID":"X","Driver":"overlay2","ServerVersion":"28.5.1","KernelVersion":"6.18.44","OperatingSystem":"Debian GNU/Linux 12"}""");
        Assert.Equal(("28.5.1", "Debian GNU/Linux 12"), (snapshot.Versions["dockerd"], snapshot.Versions["os"]));
    }

    [Fact]
    public void ListOfTheApi_GivesContainers()
    {
        const string id = "3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56";
        EvidenceSnapshot snapshot = FormatRun.Objects($$"""[{"Id":"{{id}}","Names":["/web"],"Image":"nginx","State":"Running","Labels":{ } }]""");
        ContainerEvidence container = Assert.Single(snapshot.Containers);
        Assert.Equal((id, "web", "running", "nginx", null), (container.Id, container.Name, container.State, container.Image, container.Pod));
    }
}
