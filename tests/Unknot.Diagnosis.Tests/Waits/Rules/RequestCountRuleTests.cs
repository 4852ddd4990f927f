using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class RequestCountRuleTests
{
    private const ulong First = 0xc000100, Second = 0xc000200;

    private const string Holders = """
        100 select, 3 minutes
        github.com/docker/docker/daemon.(*Daemon).containerStart(0xc0001, 0xc000901)
        github.com/docker/docker/daemon.(*Daemon).ContainerStart(0xc0001)
        101 select, 3 minutes
        github.com/docker/docker/daemon.(*Daemon).containerStop(0xc0001, 0xc000902)
        github.com/docker/docker/daemon.(*Daemon).ContainerStop(0xc0001)

        """;

    private static string Inspects(int from, int count, ulong address) => string.Concat(Enumerable.Range(from, count).Select(i => $"{i} semacquire\nlock 0x{address:x}\ngithub.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc000{i})\ngithub.com/docker/docker/daemon.(*Daemon).ContainerInspect(0xc000{i})\n"));

    // A is being started, B stopped.
    private static WaitGraphBuilder Graph(int firstQueue, int secondQueue, int ofA, int ofB, string more = "")
    {
        SnapshotBuilder node = new SnapshotBuilder().Process(10, 1, "dockerd").Process(20, 1, $"docker start {Ids.A}", age: 60).Process(21, 1, $"docker stop {Ids.B}", age: 60)
            .Dump("dockerd", Holders + Inspects(200, firstQueue, First) + Inspects(300, secondQueue, Second) + more, pid: 10);
        for (int i = 0; i < ofA; i++) node.Process(1000 + i, 1, $"docker inspect {Ids.A}", age: 30);
        for (int i = 0; i < ofB; i++) node.Process(2000 + i, 1, $"docker inspect {Ids.B}", age: 30);
        return node.Graph();
    }

    [Fact]
    public void UnlikeNumbers_JoinLocksContainersAndHolders()
    {
        WaitGraphBuilder graph = Graph(5, 2, ofA: 2, ofB: 5);
        Assert.Equal((Ids.B, Ids.A), (graph.Lock(First).ContainerId, graph.Lock(Second).ContainerId));
        Assert.Equal([101], graph.Lock(First).Holding());
        Assert.Equal([100], graph.Lock(Second).Holding());
        Assert.DoesNotContain(graph.Build().Remarks, r => r.Contains("cannot say who holds which", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3, 3, 3, 3)]
    [InlineData(5, 2, 2, 4)]
    [InlineData(5, 2, 3, 5)]
    public void EqualNumbersOrOtherRequests_DecideNothing(int firstQueue, int secondQueue, int ofA, int ofB)
    {
        WaitGraphBuilder graph = Graph(firstQueue, secondQueue, ofA, ofB);
        Assert.Equal([100, 101], graph.Lock(First).Holding());
        Assert.Contains(graph.Build().Remarks, r => r.Contains("cannot say who holds which", StringComparison.Ordinal));
    }

    [Fact]
    public void InspectThatHasPassedItsLock_IsOfTheContainerWithOneLeft()
    {
        WaitGraphBuilder graph = Graph(5, 2, ofA: 2, ofB: 6, more: """
            400 semacquire
            lock 0xc000300
            github.com/docker/docker/daemon/exec.(*Store).Commands(0xc0003)
            github.com/docker/docker/daemon.(*Daemon).getInspectData(0xc0001, 0xc000902)
            github.com/docker/docker/daemon.(*Daemon).ContainerInspect(0xc000400)
            """);
        Assert.Equal(Ids.B, graph.G(400).ContainerId);
        Assert.Equal([101, 400], graph.Lock(First).Holding());
    }
}
