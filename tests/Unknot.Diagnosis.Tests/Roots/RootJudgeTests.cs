using Unknot.Diagnosis.Roots;
using Unknot.Diagnosis.Tests.Waits;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Roots;

public sealed class RootJudgeTests
{
    [Fact]
    public void StoppedEnd_ExactEdges_IsSure()
    {
        RootBlocker root = Assert.Single(new HandGraph().Edge("a", "b").Stuck("b", 0.99).Judge());
        Assert.Equal(("b", "ContainerdStopped", Certainty.Exact), (root.Waiter.Id, root.Reason, root.Certainty));
        Assert.True(root.Confidence >= 0.95);
        Assert.True(root.IsLasting);
    }

    [Theory]
    [InlineData(Certainty.Inferred)]
    [InlineData(Certainty.Assumed)]
    public void Certainty_IsTheWeakestEdges(Certainty weakest) =>
        Assert.Equal(weakest, Assert.Single(new HandGraph().Edge("a", "b").Edge("b", "c", certainty: weakest).Edge("c", "d").Stuck("d").Judge()).Certainty);

    [Fact]
    public void Confidence_FallsWithTheWay()
    {
        double near = Assert.Single(new HandGraph().Edge("a", "b").Stuck("b").Judge()).Confidence;
        double far = Assert.Single(new HandGraph().Edge("a", "b", 0.6).Stuck("b").Judge()).Confidence;
        Assert.True(far < near, $"{far} < {near}");
    }

    [Fact]
    public void Confidence_OfACircle_IsItsWeakestEdges()
    {
        RootBlocker root = Assert.Single(new HandGraph().Edge("a", "b", 0.9).Edge("b", "a", 0.4).Judge());
        Assert.Equal("LockOrderCycle", root.Reason);
        Assert.True(root.Confidence <= 0.4);
    }

    [Fact]
    public void WaitersBehind_OrderTheRoots()
    {
        HandGraph graph = new HandGraph().Edge("a", "few").Stuck("few");
        for (int i = 0; i < 5; i++) graph.Edge($"w{i}", "many");
        graph.Stuck("many", 0.92);
        Assert.Equal(["many", "few"], graph.Judge().Select(r => r.Waiter.Id));
    }

    [Fact]
    public void AssumedOutsider_IsAnEndAndNoRoot() => Assert.Empty(new HandGraph().Edge("a", "outside", 0.8, Certainty.Assumed).Since("a", 600).Judge());

    [Fact]
    public void Holder_OthersWaitedForOverAMinute_IsALastingRoot()
    {
        RootBlocker root = Assert.Single(new RootJudge().Judge(Knot(", 3 minutes", "IO wait")));
        Assert.Equal((6, "LockHeldDuringWait"), (root.Waiter.Goroutine, root.Reason));
        Assert.InRange(root.Confidence, 0.3, 0.8);
    }

    [Fact]
    public void Holder_NothingSaysItLasts_IsNoRoot() => Assert.Empty(new RootJudge().Judge(Knot("", "IO wait")));

    [Fact]
    public void TwoDumps_SameStackASecondTime_GiveTheDuration()
    {
        DateTimeOffset first = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        string notation = Notation("", "IO wait");
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("dockerd", notation, pid: 10, at: first).Dump("dockerd", notation, pid: 10, at: first.AddMinutes(2)).Graph();
        Assert.Equal(TimeSpan.FromMinutes(2), graph.G(5).WaitingAtLeast);
        Assert.Single(new RootJudge().Judge(graph));
    }

    [Fact]
    public void TwoDumps_OtherStackThen_GiveNoDuration()
    {
        DateTimeOffset first = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("dockerd", "5 running\nmain.work()\n6 running\nmain.work()", pid: 10, at: first).Dump("dockerd", Notation("", "IO wait"), pid: 10, at: first.AddMinutes(2)).Graph();
        Assert.Null(graph.G(5).WaitingAtLeast);
    }

    [Fact]
    public void StuckOutsideTheStack_NobodyBehind_IsNoRoot() => Assert.Empty(new HandGraph().Stuck("b").Judge());

    [Fact]
    public void Chains_BeginAtTheEntryNearestToTheUser()
    {
        RootBlocker root = Assert.Single(new HandGraph().Edge("pleg", "inspect").Edge("inspect", "holder").Edge("other", "holder").Stuck("holder").Entry("pleg").Entry("inspect", 4).Judge());
        Assert.Equal(["pleg", "inspect", "holder"], root.Chains[0].Waiters.Select(w => w.Id));
        Assert.DoesNotContain(root.Chains, c => c.Entry.Id == "inspect");
    }

    private static string Notation(string since, string state) => $"""
        5 semacquire{since}
        lock 0xc000110
        main.(*store).Get(0xc000100, 0x2)
        6 {state}
        main.(*store).flush(0xc000100)
        """;

    private static WaitGraphBuilder Knot(string since, string state) => new SnapshotBuilder().Dump("dockerd", Notation(since, state)).Graph();
}
