using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class KnownHolderRuleTests
{
    private const string Daemon = "github.com/docker/docker/daemon.(*Daemon)";

    private static string Inspect(int id, string address) => $"""
        {id} semacquire, 5 minutes
        lock {address}
        {Daemon}.ContainerInspectCurrent(0xc000001, 0xc0002, 0x40, 0x0)
        net/http.serverHandler.ServeHTTP(0xc0003)

        """;

    private static string Start(int id, string container) => $"""
        {id} select, 5 minutes
        google.golang.org/grpc.Invoke(0x1)
        github.com/containerd/containerd/api/services/tasks/v1.(*tasksClient).Create(0xc0004)
        {Daemon}.containerStart(0xc000001, {container}, 0x0)
        {Daemon}.ContainerStart(0xc000001)

        """;

    private static WaitGraphBuilder Graph(string notation) => new SnapshotBuilder().Dump("dockerd", notation).Graph();

    [Fact]
    public void OneWedged_EliminationNamesTheHolder()
    {
        WaitGraphBuilder graph = Graph(Inspect(5, "0xc000a00") + Inspect(6, "0xc000a00") + Start(7, "0xc0009f0"));
        HoldEdge holder = graph.Lock(0xc000a00).Holder();
        Assert.Equal((7, "known-holder", Certainty.Inferred), (holder.Holder.Goroutine, holder.Rule, holder.Certainty));
        Assert.InRange(holder.Confidence, 0.9, 0.97);
        Assert.Empty(graph.Build().Remarks);
    }

    [Fact]
    public void TwoWedged_BothAreCandidatesAndItIsSaid()
    {
        WaitGraphBuilder graph = Graph(Inspect(5, "0xc000a00") + Inspect(6, "0xc000b00") + Start(7, "0xc0009f0") + Start(8, "0xc000af0"));
        foreach (ulong address in (ulong[])[0xc000a00, 0xc000b00])
        {
            Assert.Equal([7, 8], graph.Lock(address).Holding());
            Assert.All(graph.Lock(address).HoldEdges, h => Assert.InRange(h.Confidence, 0.3, 0.6));
        }

        string remark = Assert.Single(graph.Build().Remarks);
        Assert.Contains("cannot say", remark);
        Assert.Contains("memory of the live process", remark);
    }

    [Fact]
    public void TwoGoroutines_OnOneContainer_AreOneCandidate()
    {
        WaitGraphBuilder graph = Graph(Inspect(5, "0xc000a00") + Start(7, "0xc0009f0") + $"""
            8 select
            {Daemon}.killWithSignal(0xc000001, 0xc0009f0, 0xf)
            """);
        Assert.All(graph.Lock(0xc000a00).HoldEdges, h => Assert.InRange(h.Confidence, 0.9, 0.97));
        Assert.Empty(graph.Build().Remarks);
    }

    [Fact]
    public void WaiterForAContainerLock_InTheFunctionThatTakesIt_IsNoHolder()
    {
        WaitGraphBuilder graph = Graph(Inspect(5, "0xc000a00") + $"""
            6 semacquire, 4 minutes
            lock 0xc000b00
            {Daemon}.containerStart(0xc000001, 0xc000af0, 0x0)
            {Daemon}.ContainerStart(0xc000001)

            """ + Start(7, "0xc0009f0"));
        Assert.DoesNotContain(graph.Lock(0xc000a00).HoldEdges, h => h.Holder.Goroutine == 6);
    }

    [Fact]
    public void OtherProgram_WithTheSameFunctionNames_IsLeftAlone()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("application", Inspect(5, "0xc000a00") + Start(7, "0xc0009f0")).Graph();
        Assert.DoesNotContain(graph.Resources.SelectMany(r => r.HoldEdges), h => h.Rule == "known-holder");
    }

    [Fact]
    public void ShimServiceLock_HeldByKill()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("containerd-shim", """
            5 semacquire, 5 minutes
            lock 0xc000a00
            github.com/containerd/containerd/runtime/v1/shim.(*Service).State(0xc0009f0)
            6 chan receive, 5 minutes
            github.com/containerd/containerd/sys/reaper.(*Monitor).Wait(0xc000001)
            github.com/containerd/containerd/runtime/v1/shim.(*Service).Kill(0xc0009f0)
            """).Graph();
        Assert.Equal((6, "known-holder"), (graph.Lock(0xc000a00).Holder().Holder.Goroutine, graph.Lock(0xc000a00).Holder().Rule));
    }

    // lab runc-init-pipe: the shim's handler of exits waits, with the service's lock, for the pid of an exec whose runc has not returned.
    [Fact]
    public void ShimsHandlerOfExits_WaitsForTheExecThatIsBeingStarted()
    {
        const string task = "github.com/containerd/containerd/runtime/v2/runc/task.(*service)", process = "github.com/containerd/containerd/pkg/process.";
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("containerd-shim", $"""
            84 semacquire
            lock 0xc0000243f0
            {task}.getContainer(0xc0000243f0, 0x1)
            {task}.State(0xc0000243f0, 0x1)

            9 semacquire
            lock 0xc000142c70
            {process}(*safePid).get(0xc000112be8)
            {process}(*execProcess).Pid(0xc00010e840)
            {task}.checkProcesses(0xc0000243f0, 0x1)

            39 chan receive
            {process}(*execProcess).start(0xc000142c00, 0x1)
            {task}.Start(0xc0000243f0, 0x1)
            """).Graph();
        Assert.Equal([9], graph.Lock(0xc0000243f0).Holding());
        Assert.Equal([39], graph.Lock(0xc000142c70).Holding());
    }
}
