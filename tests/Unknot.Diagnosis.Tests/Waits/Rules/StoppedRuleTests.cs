using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class StoppedRuleTests
{
    [Theory]
    [InlineData("/usr/bin/containerd", "ContainerdStopped")]
    [InlineData("/usr/bin/dockerd -H fd://", "DockerdStopped")]
    [InlineData("/usr/bin/containerd-shim-runc-v2 -id x", "ShimStopped")]
    [InlineData("/usr/bin/dbus-daemon --system", "DbusDaemonStopped")]
    [InlineData("/usr/bin/kubelet", "ProcessStopped")]
    [InlineData("runc --root /run/runc kill x", "ProcessStopped")]
    public void Stopped_ProcessOfTheStack_IsStuckForSure(string commandLine, string reason)
    {
        Waiter waiter = new SnapshotBuilder().Process(10, 1, commandLine, 'T').Graph().Pid(10);
        Assert.Equal(reason, waiter.RootReason);
        Assert.True(waiter.StuckConfidence >= 0.95);
    }

    [Fact]
    public void Stopped_ApplicationInAContainer_IsNoWaiter()
    {
        SnapshotBuilder node = new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Process(20, 1, Ids.Shim(Ids.A)).Process(21, 20, "/usr/bin/gdb-target --serve", 'T');
        Assert.Empty(node.Graph().Waiters);
        Assert.Empty(node.Report().RootBlockers);
    }

    [Fact]
    public void Running_ProcessOfTheStack_IsNoWaiter() => Assert.Empty(new SnapshotBuilder().Process(10, 1, "/usr/bin/containerd").Graph().Waiters);

    [Fact]
    public void Traced_ProcessOfTheStack_NamesTheTracer()
    {
        Waiter waiter = new SnapshotBuilder().Process(10, 1, "/usr/bin/containerd", 't', tracer: 77).Graph().Pid(10);
        Assert.Equal("ProcessTraced", waiter.RootReason);
        Assert.Contains("77", waiter.StuckBecause);
    }

    [Fact]
    public void Dump_OfAStoppedProcess_IsFromAnotherMoment()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd", 'T').Dump("dockerd", """
            5 semacquire, 5 minutes
            lock 0xc000100
            main.f(0xc0000f0)
            """, pid: 10).Graph();
        Assert.DoesNotContain(graph.Waiters, w => w.Kind == WaiterKind.Goroutine);
        Assert.Contains("left aside", Assert.Single(graph.Build().Remarks));
    }
}
