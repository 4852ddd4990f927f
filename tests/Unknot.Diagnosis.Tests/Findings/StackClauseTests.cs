using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using static Unknot.Diagnosis.Tests.Findings.FindingsTestData;

namespace Unknot.Diagnosis.Tests.Findings;

public sealed class StackClauseTests
{
    private const string ExecStart =
        """
        select, 12 minutes
        google.golang.org/grpc/transport.(*Stream).waitOnHeader
        github.com/docker/docker/libcontainerd.(*client).Exec
        github.com/docker/docker/daemon.(*Daemon).ContainerExecStart
        created by net/http.(*Server).Serve
        """;

    private const string Idle =
        """
        IO wait
        internal/poll.runtime_pollWait
        net.(*netFD).accept
        """;

    private readonly EvidenceSnapshot _snapshot = new();

    [Fact]
    public void FunctionsInOrder_AreFoundWithPlaceAndDuration()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, Idle, ExecStart, ExecStart));

        ClauseHit? hit = Find(Clause("waitOnHeader", "ContainerExecStart"), _snapshot);

        Assert.Contains("dockerd: 2 goroutines", hit!.Text);
        Assert.Contains("12 minutes", hit.Text);
        Assert.Equal(4711, hit.Pid);
        Assert.Equal(7, Assert.Single(hit.Origins).Line);
    }

    [Fact]
    public void FunctionsInWrongOrder_AreNotFound()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart));

        Assert.Null(Find(Clause("ContainerExecStart", "waitOnHeader"), _snapshot));
    }

    [Fact]
    public void FunctionsInTwoGoroutines_AreNotFound()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart, Idle));

        Assert.Null(Find(Clause("waitOnHeader", "accept"), _snapshot));
    }

    [Fact]
    public void OneFrame_DoesNotCountTwice()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart));

        Assert.Null(Find(Clause("waitOnHeader", "waitOnHeader"), _snapshot));
    }

    [Fact]
    public void CreatedBy_CountsOnlyWhereItIsAskedFor()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart));

        Assert.NotNull(Find(Clause("ContainerExecStart", "created by net/http.(*Server).Serve"), _snapshot));
        Assert.Null(Find(Clause("ContainerExecStart", "(*Server).Serve"), _snapshot));
        Assert.Null(Find(Clause("created by github.com/docker/docker/daemon"), _snapshot));
    }

    [Fact]
    public void Top_IsTheInnermostFrameThatIsNotTheRuntimes()
    {
        _snapshot.Dumps.Add(Dump(Components.Runc, "chan receive\nruntime.gopark\nsystemd.(*Manager).Apply\nmain.main"));

        Assert.NotNull(Find(Clause("Manager).Apply", "main.main") with { IsTop = true }, _snapshot));
        Assert.Null(Find(Clause("main.main") with { IsTop = true }, _snapshot));
    }

    [Fact]
    public void Top_BelowACallOfItsOwn_IsNotFound()
    {
        _snapshot.Dumps.Add(Dump(Components.Runc, "chan receive\ndbus.(*Object).Call\nsystemd.(*Manager).Apply"));

        Assert.Null(Find(Clause("Manager).Apply") with { IsTop = true }, _snapshot));
        Assert.NotNull(Find(Clause("Manager).Apply"), _snapshot));
    }

    [Fact]
    public void AnotherComponent_IsNotMeant()
    {
        _snapshot.Dumps.Add(Dump(Components.Containerd, ExecStart));

        Assert.Null(Find(Clause("waitOnHeader") with { Component = Components.Dockerd }, _snapshot));
        Assert.NotNull(Find(Clause("waitOnHeader"), _snapshot));
    }

    [Fact]
    public void StateMinutesAndCount_AreConditions()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart, ExecStart));

        Assert.NotNull(Find(Clause("waitOnHeader") with { States = ["select"], MinMinutes = 12, MinCount = 2 }, _snapshot));
        Assert.Null(Find(Clause("waitOnHeader") with { States = ["chan send"] }, _snapshot));
        Assert.Null(Find(Clause("waitOnHeader") with { MinMinutes = 13 }, _snapshot));
        Assert.Null(Find(Clause("waitOnHeader") with { MinCount = 3 }, _snapshot));
    }

    [Fact]
    public void GoroutinesOfOtherStates_DoNotCount()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart, ExecStart.Replace("select, 12 minutes", "runnable")));

        Assert.Null(Find(Clause("waitOnHeader") with { States = ["select"], MinCount = 2 }, _snapshot));
    }

    [Fact]
    public void SeveralDumps_TheLargestCountIsShown()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart));
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart, ExecStart, ExecStart));
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart, ExecStart));

        Assert.Contains("3 goroutines", Find(Clause("waitOnHeader"), _snapshot)!.Text);
    }

    [Fact]
    public void CountsOfTwoDumps_AreNotAdded()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart));
        _snapshot.Dumps.Add(Dump(Components.Dockerd, ExecStart));

        Assert.Null(Find(Clause("waitOnHeader") with { MinCount = 2 }, _snapshot));
    }

    private static StackClause Clause(params string[] functions) => new() { Words = "", Functions = functions };
}
