using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class ChildExitRuleTests
{
    private static SnapshotBuilder Node(double? age, char state = 'S') => new SnapshotBuilder()
        .Process(10, 1, "/usr/bin/dockerd").Process(20, 1, Ids.Shim(Ids.A)).Process(21, 20, Ids.RuncCreate(Ids.A), state, age);

    [Fact]
    public void OldRunc_BelowAShim_IsWaitedForAndNotReturning()
    {
        WaitGraphBuilder graph = Node(age: 40).Graph();
        WaitEdge wait = graph.Pid(20).Wait();
        Assert.Equal((ResourceKind.ChildExit, Certainty.Exact, Ids.A), (wait.Resource.Kind, wait.Certainty, wait.Resource.ContainerId));
        Assert.Equal((21, Certainty.Exact), (wait.Resource.Holder().Holder.Pid, wait.Resource.Holder().Certainty));
        Assert.Equal(("RuncNotReturning", TimeSpan.FromSeconds(40)), (graph.Pid(21).RootReason, graph.Pid(21).WaitingAtLeast));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(2.9)]
    [InlineData(null)]
    public void YoungRunc_IsNotOverdueAndNobodyIsNamed(double? age)
    {
        Assert.Equal(0, Node(age).Graph().Pid(21).StuckConfidence);
        Assert.Empty(Node(age).Report().RootBlockers);
    }

    [Fact]
    public void ZombieRunc_IsNoWaiter() => Assert.Empty(Node(age: 40, 'Z').Graph().Waiters);

    [Fact]
    public void WrapperInPlaceOfRunc_BelowAShim_IsNamedAsOne()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A))
            .Process(21, 20, $"/bin/sh /opt/site/runtime --root /run/runc create --bundle /run/b {Ids.A}", age: 40).Graph();
        Assert.Equal(("RuntimeWrapperNotReturning", "runc"), (graph.Pid(21).RootReason, graph.Pid(21).Component));
    }

    [Theory]
    [InlineData("/usr/bin/myapp create --bundle /x")]
    [InlineData("runc --root /run/runc events X")]
    [InlineData("runc --root /run/runc exec -it X sh")]
    [InlineData("runc init")]
    public void LongLivedChild_BelowAShim_IsNotOverdue(string commandLine) => Assert.Empty(
        new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A)).Process(21, 20, commandLine, age: 40_000).Graph().Waiters);

    [Fact]
    public void DetachedExec_IsShortLived() => Assert.Equal("RuncNotReturning", new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A))
        .Process(21, 20, $"runc --root /run/runc exec --process /tmp/p --detach --pid-file /tmp/pid {Ids.A}", age: 40).Graph().Pid(21).RootReason);

    [Fact]
    public void Orphan_OldRunc_IsStuckAllTheSame() => Assert.Equal("RuncNotReturning", new SnapshotBuilder().Process(21, null, Ids.RuncCreate(Ids.A), age: 40).Graph().Pid(21).RootReason);

    [Fact]
    public void ShimsDump_GoroutineInWait_IsJoinedWithTheChild()
    {
        WaitGraphBuilder graph = Node(age: 40).Dump("containerd-shim", """
            9 chan receive
            github.com/containerd/containerd/pkg/process.(*Init).Create(0xc0001)
            10 select
            github.com/containerd/go-runc.(*defaultMonitor).Wait(0xc0001)
            github.com/containerd/go-runc.(*Runc).Create(0xc0002)
            """, pid: 20).Graph();
        WaitEdge wait = graph.G(10).Wait();
        Assert.Equal((21, Certainty.Exact), (wait.Resource.Holder().Holder.Pid, wait.Resource.Holder().Certainty));
        Assert.False(graph.HasGoroutine(9));
    }
}
