using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class ClientRuleTests
{
    private const string Inspect = """
        5 semacquire
        lock 0xc000100
        github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc0001)
        net/http.serverHandler.ServeHTTP(0xc0002)
        """;

    [Fact]
    public void OldInspect_JoinsItsHandlerAndNamesTheContainer()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Process(30, 29, $"docker inspect {Ids.A}", age: 90).Dump("dockerd", Inspect).Graph();
        Waiter client = graph.Pid(30);
        Assert.Equal(("docker", true, 3, TimeSpan.FromSeconds(90)), (client.Component, client.IsEntry, client.EntryRank, client.WaitingAtLeast));
        Assert.Equal(5, client.Wait().Resource.Holder().Holder.Goroutine);
        Assert.Equal((TimeSpan.FromSeconds(90), Ids.A), (graph.G(5).WaitingAtLeast, graph.G(5).ContainerId));
        Assert.Equal(Ids.A, graph.Lock(0xc000100).ContainerId);
    }

    [Fact]
    public void Clients_OfTwoContainers_DoNotNameTheLock()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(30, 29, $"docker inspect {Ids.A}", age: 90).Process(31, 29, $"docker inspect {Ids.B}", age: 90).Dump("dockerd", Inspect).Graph();
        Assert.Null(graph.Lock(0xc000100).ContainerId);
    }

    [Fact]
    public void Twenty_OfOneKind_AreOneWaiter()
    {
        SnapshotBuilder node = new SnapshotBuilder().Dump("dockerd", Inspect);
        for (int pid = 30; pid < 50; pid++) node.Process(pid, 29, $"docker inspect {Ids.A}", age: 90);
        Assert.Equal(20, node.Graph().Pid(30).Count);
    }

    [Theory]
    [InlineData("docker inspect x", 1.0)]
    [InlineData("docker inspect x", null)]
    [InlineData("docker exec -it x sh", 4000.0)]
    [InlineData("docker run -it x", 4000.0)]
    [InlineData("docker logs -f x", 4000.0)]
    [InlineData("mydocker inspect x", 4000.0)]
    public void ShortOrLongLivedByDesign_IsNoWaiter(string commandLine, double? age) =>
        Assert.Empty(new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Process(30, 29, commandLine, age: age).Graph().Waiters);

    [Fact]
    public void NoDump_TheOnlyDaemonOwesTheAnswer()
    {
        HoldEdge holder = new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Process(30, 29, "docker container stop x", age: 90).Graph().Pid(30).Wait().Resource.Holder();
        Assert.Equal((10, Certainty.Inferred), (holder.Holder.Pid, holder.Certainty));
    }
}
