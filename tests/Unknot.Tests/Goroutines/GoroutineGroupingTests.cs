using Unknot.Goroutines;

namespace Unknot.Tests.Goroutines;

public sealed class GoroutineGroupingTests
{
    [Fact]
    public void EqualStacks_AreOneGroupWithShortestAndLongestWait()
    {
        GoroutineGroup inspects = Dumps.Report(Dumps.Wedged).Groups.Single(g => g.State == "semacquire");
        Assert.Equal(2, inspects.Count);
        Assert.Equal([364, 366], inspects.Ids);
        Assert.Equal((3, 12), (inspects.MinMinutes, inspects.MaxMinutes));
        Assert.Equal(366, inspects.Longest.Id);
    }

    [Fact]
    public void Groups_AreSortedByCountThenByWait()
    {
        IReadOnlyList<GoroutineGroup> groups = Dumps.Report(Dumps.Wedged).Groups;
        Assert.Equal([(2, 12), (2, 0), (1, 13), (1, 0)], groups.Select(g => (g.Count, g.MaxMinutes)));
    }

    [Fact]
    public void SameStackInTwoFiles_IsOneGroup()
    {
        GoroutineReport report = GoroutineReport.Of([Dumps.Input(Dumps.Wedged, "a"), Dumps.Input(Dumps.Wedged, "b")], new GoroutineFilter());
        Assert.Equal(4, report.Groups.Count);
        Assert.Equal(12, report.Total);
        Assert.All(report.Groups, g => Assert.Equal(0, g.Count % 2));
    }

    [Fact]
    public void SameStackInOtherState_IsAnotherGroup()
    {
        string other = Dumps.Wedged.Replace("goroutine 8 [chan receive]", "goroutine 8 [runnable]");
        Assert.Equal(["chan receive", "runnable"], Dumps.Report(other).Groups.Where(g => g.Stack.Frames[0].Function == "main.worker").Select(g => g.State).Order());
    }

    [Fact]
    public void EmptyInput_HasNoGroups() => Assert.Empty(Dumps.Report("").Groups);
}
