using Unknot.Node.Pleg;

namespace Unknot.Node.Tests.Pleg;

public sealed class ManagerStateTests
{
    private readonly FakeClock _clock = new();
    private readonly ManagerState _state;

    public ManagerStateTests() => _state = new ManagerState(TimeSpan.FromSeconds(2), _clock);

    [Fact]
    public void TwoAnswers_ForecastTheDayOfTheOverflow()
    {
        Answer("219", 4_000_000_000);
        _clock.Advance(86_400);
        Answer("219", 4_010_000_000);
        ManagerView view = _state.View();
        Assert.Equal(10_000_000, view.PerDay!.Value, 1);
        Assert.Equal(28.5, (view.OverflowsAt!.Value - _clock.GetUtcNow()).TotalDays, 0.1);
        Assert.False(view.SurvivesOverflow);
    }

    [Theory]
    [InlineData("252.38-1~deb12u1", true)]
    [InlineData("242", true)]
    [InlineData("v241-rc1", false)]
    [InlineData("", null)]
    public void Version_TellsWhetherTheOverflowHurts(string version, bool? survives)
    {
        Answer(version, 1);
        Assert.Equal(survives, _state.View().SurvivesOverflow);
    }

    [Fact]
    public void CookieThatFell_CountsFromTheBeginning()
    {
        Answer("219", 4_000_000_000);
        _clock.Advance(60);
        Answer("219", 100);
        Assert.Null(_state.View().PerDay);
        _clock.Advance(60);
        Answer("219", 160);
        Assert.Equal(86_400, _state.View().PerDay!.Value, 1);
    }

    [Fact]
    public void QuestionPastItsDeadline_HangsAndNamesWhomItWasSentTo()
    {
        _state.Ask("dbus-daemon", 20, "Hello");
        _state.Ask("systemd", 1, "Manager.Version");
        _clock.Advance(1.9);
        Assert.False(_state.View().Hangs);
        _clock.Advance(0.1);
        Assert.Equal((true, "systemd", 1), (_state.View().Hangs, _state.View().Asked, _state.View().AskedPid));
        _state.Answered(1, "252", 5);
        Assert.Equal((false, null), (_state.View().Hangs, _state.View().Asked));
    }

    private void Answer(string version, uint cookie)
    {
        _state.Ask("systemd", 1, "Manager.Version");
        _state.Answered(1, version, cookie);
    }
}
