using Unknot.Node.Pleg;

namespace Unknot.Node.Tests.Pleg;

public sealed class PlegStateTests
{
    private readonly FakeClock _clock = new();
    private readonly PlegState _state;

    public PlegStateTests() => _state = New(new PlegOptions());

    [Fact]
    public void FirstList_IsInspectedWhole()
    {
        Relist("a", "b", "c");
        Assert.Equal(["a", "b", "c"], TakeAll());
        Assert.Empty(_state.TakeTransitions());
    }

    [Fact]
    public void InspectUnderWay_IsTheOnlyOneOfItsContainer()
    {
        Relist("a");
        Assert.Equal(["a"], TakeAll());
        for (int i = 0; i < 100; i++)
        {
            _clock.Advance(1);
            Relist("a");
            _state.MakeDue("a");
            Assert.Empty(TakeAll());
        }

        Assert.Equal(1, _state.View().ProbesUnderWay);
    }

    [Fact]
    public void InspectPastItsDeadline_HangsAndIsNamedWithItsPod()
    {
        RelistOf(new ListedContainer("a", "web", "shop/cart-0", "running"));
        DateTimeOffset sent = _clock.GetUtcNow();
        TakeAll();
        _clock.Advance(1.9);
        Assert.Empty(_state.View().Hanging);
        _clock.Advance(0.1);
        HangingRequest hanging = Assert.Single(_state.View().Hanging);
        Assert.Equal(("inspect", "web", "shop/cart-0", sent, 2.0), (hanging.Call, hanging.Container!.Name, hanging.Container.Pod, hanging.Since, hanging.Waited.TotalSeconds));
        Assert.Equal([(PlegTransitionKind.HangBegan, "a")], Told());
    }

    [Fact]
    public void HangThatEnds_IsToldWithItsDuration()
    {
        Relist("a");
        TakeAll();
        _clock.Advance(12.5);
        _state.TakeTransitions();
        _state.ProbeAnswered("a", "exited");
        Assert.Equal(
            [(PlegTransitionKind.HangEnded, "answered", 12.5), (PlegTransitionKind.Changed, "exited", 0)],
            _state.TakeTransitions().Select(t => (t.Kind, t.To, t.Took?.TotalSeconds ?? 0)));
        Assert.Empty(_state.View().Hanging);
    }

    [Fact]
    public void OthersOfAHangingContainer_StayAccurate()
    {
        Relist("a", "b");
        TakeAll();
        _state.ProbeAnswered("b", "running");
        _clock.Advance(5);
        RelistOf(Container("a"), Container("b") with { State = "exited" });
        Assert.Contains(_state.TakeTransitions(), t => t is { Kind: PlegTransitionKind.Changed, Container.Id: "b", From: "running", To: "exited" });
        Assert.Equal(["b"], TakeAll());
    }

    [Fact]
    public void FirstThatHangs_MakesAllOthersDueOnce()
    {
        Relist("a", "b", "c");
        TakeAll();
        _state.ProbeAnswered("b", "running");
        _state.ProbeAnswered("c", "running");
        Assert.Empty(TakeAll());
        _clock.Advance(2);
        Assert.Equal(["b", "c"], TakeAll());
        _state.ProbeAnswered("b", "running");
        _state.ProbeAnswered("c", "running");
        _clock.Advance(2);
        Assert.Empty(TakeAll());
    }

    [Fact]
    public void HundredIdleContainers_AreInspectedInTurnWithinThePeriod()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => i.ToString("x8"))];
        Relist(ids);
        Answer();
        Dictionary<string, int> asked = ids.ToDictionary(i => i, _ => 0);
        int most = 0;
        for (int second = 0; second < 30; second++)
        {
            _clock.Advance(1);
            Relist(ids);
            List<string> now = Answer();
            foreach (string id in now) asked[id]++;
            most = Math.Max(most, now.Count);
        }

        Assert.All(asked.Values, n => Assert.InRange(n, 1, 3));
        Assert.InRange(most, 1, 7);
        Assert.InRange(_state.View().OldestInspect!.Value.TotalSeconds, 0, 16);
    }

    [Fact]
    public void ContainerBeforeItsStart_IsInspectedAgainSoon()
    {
        RelistOf(Container("a") with { State = "created" }, Container("b"));
        while (_state.TryTakeProbe(out string id)) _state.ProbeAnswered(id, null);
        _clock.Advance(1);
        Assert.Empty(TakeAll());
        _clock.Advance(1);
        Assert.Equal(["a"], TakeAll());
    }

    [Fact]
    public void ManyThatAreSlow_AreNotAskedAllAtOnce()
    {
        PlegState state = New(new PlegOptions { ProbesAtOnce = 3, MaxHanging = 4 });
        Assert.True(state.TryBeginRelist());
        state.EndRelist([.. Enumerable.Range(0, 20).Select(i => Container(i.ToString("x8")))]);
        Assert.Equal(3, TakeAll(state).Count);
        _clock.Advance(2);
        Assert.Equal(3, TakeAll(state).Count);
        _clock.Advance(2);
        // Six hang: no more is put on the daemon.
        Assert.Empty(TakeAll(state));
        Assert.Equal(6, state.View().Hanging.Count);
    }

    [Fact]
    public void ListUnderWay_IsTheOnlyOne()
    {
        Assert.True(_state.TryBeginRelist());
        _clock.Advance(60);
        Assert.False(_state.TryBeginRelist());
        HangingRequest hanging = Assert.Single(_state.View().Hanging);
        Assert.Equal(("list", null, 60.0), (hanging.Call, hanging.Container, hanging.Waited.TotalSeconds));
    }

    [Fact]
    public void ListThatHangs_StopsInspectsUnlessTheDaemonAnswersElse()
    {
        Relist("a", "b");
        Answer();
        Assert.True(_state.TryBeginRelist());
        _clock.Advance(9);
        _state.MakeDue("a");
        Assert.Empty(TakeAll());
        Assert.True(_state.TryBeginContactBesideList());
        Assert.False(_state.TryBeginContactBesideList());
        Assert.Empty(TakeAll());
        _clock.Advance(0.1);
        _state.EndContact(null);
        Assert.Equal("a", TakeAll()[0]);
        Assert.False(_state.TryBeginContactBesideList());
    }

    [Fact]
    public void ListAfterAFailure_MakesAllDue()
    {
        Relist("a", "b");
        Answer();
        _state.TryBeginRelist();
        _state.FailRelist("ECONNREFUSED: nobody listens");
        Assert.Equal("ECONNREFUSED: nobody listens", _state.View().Failure);
        Relist("a", "b");
        Assert.Equal(["a", "b"], TakeAll());
        Assert.Null(_state.View().Failure);
    }

    [Fact]
    public void ContainerThatHangsAndIsGoneFromTheList_StaysUntilItsAnswer()
    {
        Relist("a");
        TakeAll();
        _clock.Advance(3);
        Relist();
        Assert.Single(_state.View().Hanging);
        _state.ProbeAnswered("a", null);
        Relist();
        Relist("b");
        Assert.Equal(["a"], _state.TakeTransitions().Where(t => t.Kind == PlegTransitionKind.Removed).Select(t => t.Container!.Id));
    }

    [Fact]
    public void DaemonThatGoes_EndsWhatHung()
    {
        _state.TryBeginContact();
        _state.EndContact(null);
        Relist("a");
        TakeAll();
        _clock.Advance(3);
        _state.Lose();
        Assert.Equal(
            [PlegTransitionKind.DaemonFound, PlegTransitionKind.HangBegan, PlegTransitionKind.HangEnded, PlegTransitionKind.DaemonGone],
            _state.TakeTransitions().Select(t => t.Kind));
        Assert.Equal(0, _state.View().ProbesUnderWay);
    }

    [Fact]
    public void Goroutines_AreNotAskedForWhileAnythingHangs()
    {
        Relist("a");
        Assert.True(_state.TryBeginInfo());
        Assert.False(_state.TryBeginInfo());
        _state.EndInfo(48, null);
        Assert.Equal(48, _state.View().Goroutines);
        TakeAll();
        _clock.Advance(2);
        Assert.False(_state.TryBeginInfo());
    }

    [Fact]
    public void RelistLatency_IsLastMedianAndMax()
    {
        foreach (double seconds in (double[])[0.1, 0.5, 0.3])
        {
            Assert.True(_state.TryBeginRelist());
            _clock.Advance(seconds);
            _state.EndRelist([]);
        }

        RuntimeView view = _state.View();
        Assert.Equal((0.3, 0.3, 0.5, 3), (view.Relist!.Value.TotalSeconds, view.RelistMedian!.Value.TotalSeconds, view.RelistMax!.Value.TotalSeconds, view.Relists));
    }

    private static ListedContainer Container(string id) => new(id, id, null, "running");

    private PlegState New(PlegOptions options) => new(new RuntimeName("dockerd", 7, "docker", "/run/docker.sock"), options, _clock);

    private void Relist(params string[] ids) => RelistOf([.. ids.Select(Container)]);

    private void RelistOf(params ListedContainer[] list)
    {
        Assert.True(_state.TryBeginRelist());
        _state.EndRelist(list);
    }

    private List<string> TakeAll() => TakeAll(_state);

    private static List<string> TakeAll(PlegState state)
    {
        List<string> ids = [];
        while (state.TryTakeProbe(out string id)) ids.Add(id);
        return ids;
    }

    /// <summary>Answers all that is due, each at once.</summary>
    private List<string> Answer()
    {
        List<string> ids = [];
        while (_state.TryTakeProbe(out string id))
        {
            ids.Add(id);
            _state.ProbeAnswered(id, "running");
        }

        return ids;
    }

    private IEnumerable<(PlegTransitionKind Kind, string? Id)> Told() => _state.TakeTransitions().Select(t => (t.Kind, t.Container?.Id));
}
