using Unknot.Goroutines;

namespace Unknot.Tests.Goroutines;

public sealed class DumpDiffTests
{
    private static readonly DumpDiff s_diff = DumpDiff.Of(Dumps.Input(Dumps.Wedged, "old"), Dumps.Input(Dumps.WedgedLater, "new"), new GoroutineFilter());

    [Fact]
    public void SameGoroutineOnTheSameStack_Stayed()
    {
        GoroutineGroup stayed = Assert.Single(s_diff.Stayed);
        Assert.Equal([366], stayed.Ids);
        Assert.Equal(22, stayed.MaxMinutes);
    }

    [Fact]
    public void GroupInBoth_TellsItsGrowth()
    {
        GroupChange grown = Assert.Single(s_diff.Resized);
        Assert.Equal((2, 4, 2), (grown.OldCount, grown.NewCount, grown.Growth));
    }

    [Fact]
    public void GroupOfOneSide_IsNewOrGone()
    {
        Assert.Equal(["main.dump"], s_diff.Appeared.Select(c => c.Group.Stack.Frames[0].Function));
        Assert.Equal([2, 1, 1], s_diff.Gone.Select(c => c.OldCount));
    }

    [Fact]
    public void SameIdOnAnotherStack_DidNotStay()
    {
        string moved = Dumps.Wedged.Replace("inspect.go:40", "inspect.go:41");
        DumpDiff diff = DumpDiff.Of(Dumps.Input(Dumps.Wedged), Dumps.Input(moved), new GoroutineFilter { State = "semacquire" });
        Assert.Empty(diff.Stayed);
        Assert.Equal((1, 1), (diff.Appeared.Count, diff.Gone.Count));
    }

    [Fact]
    public void SameDumpTwice_OnlyTheRunningOneDidNotStay()
    {
        DumpDiff diff = DumpDiff.Of(Dumps.Input(Dumps.Wedged), Dumps.Input(Dumps.Wedged), new GoroutineFilter());
        Assert.Equal(5, diff.Stayed.Sum(g => g.Count));
        Assert.Empty(diff.Resized);
        Assert.Empty(diff.Appeared);
        Assert.Empty(diff.Gone);
    }
}
