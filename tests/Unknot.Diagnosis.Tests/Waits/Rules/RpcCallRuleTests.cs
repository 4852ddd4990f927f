using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class RpcCallRuleTests
{
    private static string Call(int id, string method, string service = "tasks", string invoke = "google.golang.org/grpc.Invoke(0x1)") => $"""
        {id} select, 3 minutes
        {invoke}
        github.com/containerd/containerd/api/services/{service}/v1.(*{service}Client).{method}(0xc0004)
        main.request()

        """;

    private static string Serve(int id, string handler) => $"""
        {id} select, 3 minutes
        main.work()
        github.com/containerd/containerd/api/services/tasks/v1.{handler}(0xc0001)
        google.golang.org/grpc.(*Server).processUnaryRPC(0xc0002)

        """;

    [Fact]
    public void Grpc_JoinsTheHandlerOfTheSameMethod()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("dockerd", Call(5, "Create")).Dump("containerd", Serve(6, "_Tasks_Create_Handler") + Serve(7, "_Tasks_Start_Handler")).Graph();
        WaitEdge wait = graph.G(5).Wait();
        Assert.Equal((ResourceKind.Rpc, "Tasks.Create", Certainty.Exact), (wait.Resource.Kind, wait.Resource.Method, wait.Certainty));
        HoldEdge holder = Assert.Single(wait.Resource.HoldEdges);
        Assert.Equal((6, "containerd", Certainty.Inferred), (holder.Holder.Goroutine, holder.Holder.Component, holder.Certainty));
    }

    [Fact]
    public void TwoHandlers_ShareTheConfidence()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("dockerd", Call(5, "Create")).Dump("containerd", Serve(6, "_Tasks_Create_Handler") + Serve(7, "_Tasks_Create_Handler")).Graph();
        Assert.Equal([6, 7], graph.G(5).Wait().Resource.Holding());
        Assert.All(graph.G(5).Wait().Resource.HoldEdges, h => Assert.InRange(h.Confidence, 0.4, 0.5));
    }

    [Fact]
    public void NoDump_TheOnlyContainerd_IsInferred()
    {
        HoldEdge holder = new SnapshotBuilder().Dump("dockerd", Call(5, "Create")).Process(14, 1, "/usr/bin/containerd").Graph().G(5).Wait().Resource.Holder();
        Assert.Equal((14, Certainty.Inferred), (holder.Holder.Pid, holder.Certainty));
    }

    [Fact]
    public void NoDumpNoProcess_IsAssumed() =>
        Assert.Equal(Certainty.Assumed, new SnapshotBuilder().Dump("dockerd", Call(5, "Create")).Graph().G(5).Wait().Resource.Holder().Certainty);

    [Fact]
    public void Dump_WithoutAHandler_WeakensTheDaemon()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("dockerd", Call(5, "Create")).Process(14, 1, "/usr/bin/containerd").Dump("containerd", "1 select\nmain.main()").Graph();
        Assert.InRange(graph.G(5).Wait().Resource.Holder().Confidence, 0.3, 0.6);
        Assert.Contains("no goroutine", graph.G(5).Wait().Resource.Note);
    }

    [Fact]
    public void Ttrpc_StoppedShim_IsTheOne()
    {
        WaitGraphBuilder graph = Containerd("Kill").Process(20, 1, Ids.Shim(Ids.A), 'T').Process(21, 1, Ids.Shim(Ids.B)).Graph();
        Assert.Equal(20, Assert.Single(graph.G(5).Wait().Resource.HoldEdges).Holder.Pid);
    }

    [Fact]
    public void Ttrpc_ShimWithTheCallsRunc_IsTheOne()
    {
        WaitGraphBuilder graph = Containerd("Create").Process(20, 1, Ids.Shim(Ids.A)).Process(22, 20, Ids.RuncCreate(Ids.A), age: 30).Process(21, 1, Ids.Shim(Ids.B)).Graph();
        HoldEdge holder = Assert.Single(graph.G(5).Wait().Resource.HoldEdges);
        Assert.Equal((20, Certainty.Inferred), (holder.Holder.Pid, holder.Certainty));
    }

    [Fact]
    public void Ttrpc_UnreadRequests_TellTheShim()
    {
        WaitGraphBuilder graph = Containerd("Kill").Process(20, 1, Ids.Shim(Ids.A)).Process(21, 1, Ids.Shim(Ids.B)).Socket(20, 100, 101, "/run/containerd/s/x", received: 213).Graph();
        Assert.Equal(20, Assert.Single(graph.G(5).Wait().Resource.HoldEdges).Holder.Pid);
    }

    [Fact]
    public void Ttrpc_QuietShims_NoneIsBlamed()
    {
        HoldEdge holder = Containerd("Kill").Process(20, 1, Ids.Shim(Ids.A)).Graph().G(5).Wait().Resource.Holder();
        Assert.Equal((WaiterKind.External, Certainty.Assumed), (holder.Holder.Kind, holder.Certainty));
        Assert.True(holder.Confidence < 0.5);
    }

    [Fact]
    public void Ttrpc_ServerGoroutine_InTheShimsDump()
    {
        WaitGraphBuilder graph = Containerd("Kill").Dump("containerd-shim", """
            9 semacquire, 3 minutes
            lock 0xc000100
            github.com/containerd/containerd/runtime/v2/runc/v2.(*service).Kill(0xc0001)
            github.com/containerd/containerd/runtime/v2/task.RegisterTaskService.func7(0xc0002)
            github.com/containerd/ttrpc.(*serviceSet).dispatch(0xc0003)
            """, containerId: Ids.A).Graph();
        Assert.Equal(("containerd-shim", 9), (graph.G(5).Wait().Resource.Holder().Holder.Component, graph.G(5).Wait().Resource.Holder().Holder.Goroutine));
    }

    [Theory]
    [InlineData("select\nmain.loop()\ngithub.com/containerd/containerd/api/services/tasks/v1.(*tasksClient).Create(0xc0004)")]
    [InlineData("select, 90 minutes\ngoogle.golang.org/grpc.Invoke(0x1)\ngithub.com/containerd/containerd/api/services/tasks/v1.(*tasksClient).Wait(0xc0004)")]
    [InlineData("select\ngoogle.golang.org/grpc/internal/transport.(*http2Client).keepalive(0xc0001)")]
    public void NoUnaryCallOrIdleByDesign_IsNoWaiter(string goroutine) => Assert.Empty(new SnapshotBuilder().Dump("dockerd", "5 " + goroutine).Graph().Waiters);

    private static SnapshotBuilder Containerd(string method) => new SnapshotBuilder().Dump("containerd", Call(5, method, "task", "github.com/containerd/ttrpc.(*Client).dispatch(0x1)"));
}
