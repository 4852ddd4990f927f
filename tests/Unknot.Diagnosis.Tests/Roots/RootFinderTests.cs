using Unknot.Diagnosis.Roots;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Roots;

public sealed class RootFinderTests
{
    private static RootBlocker Root(HandGraph graph, string name) => Assert.Single(graph.Find(), r => r.Waiter.Id == name);

    [Fact]
    public void Chain_EndsAtTheLastHolder()
    {
        RootBlocker root = Root(new HandGraph().Edge("a", "b").Edge("b", "c").Edge("c", "d"), "d");
        Assert.Equal(["a", "b", "c"], root.Behind.Keys.Select(w => w.Id).Order());
        Assert.Equal(3, root.WaitersBehind);
        Assert.Empty(root.Cycle);
    }

    [Fact]
    public void Chain_ConfidenceMultiplies()
    {
        HandGraph graph = new HandGraph().Edge("a", "b", 0.8).Edge("b", "c", 0.5);
        Assert.Equal(0.4, Root(graph, "c").Behind[graph["a"]], 6);
    }

    [Fact]
    public void SeveralHolders_SplitTheWay()
    {
        HandGraph graph = new HandGraph().Edges("a", [("b", 0.5), ("c", 0.5)]).Edge("b", "d");
        Assert.Equal(0.5, Root(graph, "c").Behind[graph["a"]], 6);
        Assert.Equal(0.5, Root(graph, "d").Behind[graph["a"]], 6);
    }

    [Fact]
    public void HoldersThatAreEachNearlySure_DoNotSumToMoreThanOne()
    {
        HandGraph graph = new HandGraph().Edges("a", [("b", 0.95), ("c", 0.95)]).Edge("b", "d").Edge("c", "d");
        Assert.InRange(new RootFinder().Ends(graph["a"]).Values.Sum(), 0, 1);
    }

    [Fact]
    public void StuckForSure_EndsTheChainThoughItWaits()
    {
        HandGraph graph = new HandGraph().Edge("a", "b").Edge("b", "c").Stuck("b");
        Assert.Contains(graph["a"], Root(graph, "b").Behind.Keys);
        Assert.DoesNotContain(graph.Find(), r => r.Waiter.Id == "c" && r.Behind.ContainsKey(graph["a"]));
    }

    [Fact]
    public void NobodyKnown_EndsAtTheWaiterItself()
    {
        HandGraph graph = new();
        graph.Graph.Wait(graph["a"], graph.Graph.Resource(ResourceKind.Mutex, "m", "m"), "hand", Certainty.Exact);
        Assert.Empty(Root(graph, "a").Behind);
    }

    [Fact]
    public void Cycle_IsOneRootWithItsMembersInOrder()
    {
        RootBlocker root = Assert.Single(new HandGraph().Edge("a", "b").Edge("b", "c").Edge("c", "a").Edge("x", "a").Find());
        string[] members = [.. root.Cycle.Select(w => w.Id)];
        Assert.Equal(["a", "b", "c"], members.Order());
        int at = Array.IndexOf(members, "a");
        Assert.Equal(["a", "b", "c"], [members[at], members[(at + 1) % 3], members[(at + 2) % 3]]);
        Assert.Contains("x", root.Behind.Keys.Select(w => w.Id));
    }

    [Fact]
    public void Cycle_IsRepresentedByTheLockHolderThatWaitsForNoLock()
    {
        // As the shim's reaper: b holds the lock that a waits for, and waits itself for a child's exit that only a delivers.
        RootBlocker root = Assert.Single(new HandGraph().Edge("a", "b").Edge("b", "a", kind: ResourceKind.ChildExit).Find());
        Assert.Equal("b", root.Waiter.Id);
        Assert.Equal("b", root.Cycle[0].Id);
    }

    [Fact]
    public void SelfLoop_IsATerminalNotACircle()
    {
        RootBlocker root = Assert.Single(new HandGraph().Edge("a", "a").Find());
        Assert.Empty(root.Cycle);
        Assert.Empty(root.Behind);
    }

    [Fact]
    public void VeryLongChain_EndsWithoutOverflow()
    {
        HandGraph graph = new();
        for (int i = 0; i < 5_000; i++) graph.Edge($"w{i}", $"w{i + 1}");
        Assert.NotEmpty(graph.Find());
    }

    [Fact]
    public void TwoCircles_AreTwoRoots() =>
        Assert.Equal(2, new HandGraph().Edge("a", "b").Edge("b", "a").Edge("c", "d").Edge("d", "c").Find().Count);
}
