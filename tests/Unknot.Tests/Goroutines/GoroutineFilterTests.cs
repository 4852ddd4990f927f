using System.Text.RegularExpressions;
using Unknot.Goroutines;

namespace Unknot.Tests.Goroutines;

public sealed class GoroutineFilterTests
{
    private static IEnumerable<long> Ids(GoroutineFilter filter) => Dumps.Report(Dumps.Wedged, filter).Groups.SelectMany(g => g.Ids).Order();

    [Fact]
    public void State_IsPartOfTheWaitReasonInAnyCase() => Assert.Equal([364, 366], Ids(new GoroutineFilter { State = "SemAcq" }));

    [Fact]
    public void Function_MatchesTheFullName() => Assert.Equal([364, 366, 392], Ids(new GoroutineFilter { Function = new Regex(@"docker/daemon\.\(\*Daemon\)") }));

    [Fact]
    public void Function_DoesNotMatchTheCreator() => Assert.Empty(Ids(new GoroutineFilter { Function = new Regex("net/http") }));

    [Theory]
    [InlineData(3, new long[] { 364, 366, 392 })]
    [InlineData(12, new long[] { 366, 392 })]
    [InlineData(14, new long[0])]
    public void LongerThan_TakesThePrintedMinutesAsLeast(int minutes, long[] expected) => Assert.Equal(expected, Ids(new GoroutineFilter { LongerThan = TimeSpan.FromMinutes(minutes) }));

    [Fact]
    public void Conditions_MustAllHold() => Assert.Equal([366], Ids(new GoroutineFilter { State = "semacquire", LongerThan = TimeSpan.FromMinutes(5) }));

    [Fact]
    public void Pointer_FindsTheGoroutinesAndTheFrame()
    {
        GoroutineReport report = Dumps.Report(Dumps.Wedged, new GoroutineFilter { Pointer = 0xc001112800 });
        WordSite site = Assert.Single(report.Sites);
        Assert.Equal(new WordSite(392, 1, "github.com/docker/docker/daemon.(*Daemon).containerStart", 2, true), site);
        Assert.Equal([392], report.Groups.SelectMany(g => g.Ids));
    }

    [Fact]
    public void Pointer_MarkedUnreliable_IsFoundAndSaysSo()
    {
        GoroutineReport report = Dumps.Report(Dumps.Wedged, new GoroutineFilter { Pointer = 0xc0009d9a5c });
        Assert.False(Assert.Single(report.Sites).IsReliable);
    }

    [Fact]
    public void ExplodingPattern_EndsAndMatchesNothing()
    {
        string name = new string('a', 60);
        string dump = $"goroutine 1 [select]:\nmain.{name}!()\n\t/m.go:1 +0x1\n";
        Assert.Empty(Dumps.Report(dump, new GoroutineFilter { Function = new Regex("(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(50)) }).Groups);
    }
}
