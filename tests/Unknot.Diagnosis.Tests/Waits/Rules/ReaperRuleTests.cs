using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class ReaperRuleTests
{
    private const string Service = "github.com/containerd/containerd/runtime/v1/shim.(*Service)";

    private static readonly string Circle = $"""
        1 chan send, 10 minutes
        github.com/containerd/containerd/sys/reaper.Reap(0xc0001)
        main.handleSignals(0xc0002)
        5 semacquire, 10 minutes
        lock 0xc000a00
        {Service}.checkProcesses(0xc0009f0)
        {Service}.processExits(0xc0009f0)
        6 chan receive, 10 minutes
        github.com/containerd/containerd/sys/reaper.(*Monitor).Wait(0xc0001)
        {Service}.Kill(0xc0009f0)
        """;

    [Fact]
    public void BlockedReap_LeadsFromTheWaitToTheReaderOfExits()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("containerd-shim", Circle).Graph();
        Assert.Equal(5, graph.G(1).Wait().Resource.Holder().Holder.Goroutine);
        Assert.Contains(graph.G(6).WaitEdges, e => e.Resource.HoldEdges.Exists(h => h.Holder.Goroutine == 1));
        Assert.Equal(6, graph.Lock(0xc000a00).Holder().Holder.Goroutine);
    }

    [Fact]
    public void Circle_InTheReport_IsARoot()
    {
        ReportRoot root = new SnapshotBuilder().Dump("containerd-shim", Circle, containerId: Ids.A).Report().RootBlockers[0];
        Assert.Contains(root.Goroutine, (long?[])[1, 5, 6]);
        Assert.Equal(Ids.A, root.ContainerId);
    }

    [Fact]
    public void ReapThatIsNotBlocked_SaysNothing() => Assert.DoesNotContain(
        new SnapshotBuilder().Dump("containerd-shim", Circle.Replace("chan send", "select", StringComparison.Ordinal)).Graph().Waiters.SelectMany(w => w.WaitEdges), e => e.Rule == "reaper");
}
