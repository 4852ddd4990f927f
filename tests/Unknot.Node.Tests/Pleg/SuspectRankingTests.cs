using Unknot.Node.Pleg;

namespace Unknot.Node.Tests.Pleg;

public sealed class SuspectRankingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly RuntimeName s_dockerd = new("dockerd", 7, "docker", "/run/docker.sock");

    [Fact]
    public void StoppedShim_IsASignOfItsContainer()
    {
        StackTask shim = Task("containerd-shim", 30, "T", "b");
        Suspect first = Rank([shim], new ManagerView(), Inspect("a", 60), Inspect("b", 10))[0];
        Assert.Equal(("b", "containerd-shim 30 is stopped"), (first.Container!.Id, Assert.Single(first.Signs)));
    }

    [Fact]
    public void SystemdThatDoesNotAnswer_IsBeforeTheContainersThatWait()
    {
        ManagerView manager = new() { Asked = "systemd", AskedPid = 1, Call = "Manager.Version", AskedAt = s_now.AddSeconds(-5), Hangs = true };
        IReadOnlyList<Suspect> ranked = Rank([], manager, Inspect("a", 60));
        Assert.Equal([("systemd", 1), ("dockerd", 7)], ranked.Select(s => (s.Component, s.Pid!.Value)));
    }

    [Fact]
    public void StoppedContainerd_IsBeforeTheContainersThatWait() =>
        Assert.Equal("containerd", Rank([Task("containerd", 8, "T", null)], new ManagerView(), Inspect("a", 60))[0].Component);

    [Fact]
    public void DaemonItself_IsBeforeItsContainers() =>
        Assert.Null(Rank([], new ManagerView(), Inspect("a", 60), new HangingRequest(s_dockerd, "list", null, s_now.AddSeconds(-3), TimeSpan.FromSeconds(3)))[0].Container);

    [Fact]
    public void TaskInUninterruptibleSleep_IsASuspectThatDoesNotHang()
    {
        Suspect only = Assert.Single(Rank([Task("dockerd", 7, "D", null)], new ManagerView()));
        Assert.Equal((false, "dockerd 7 is in uninterruptible sleep"), (only.Hangs, Assert.Single(only.Signs)));
    }

    [Fact]
    public void OldestHang_IsFirstAmongEquals() => Assert.Equal(["b", "a"], Rank([], new ManagerView(), Inspect("a", 5), Inspect("b", 9)).Select(s => s.Container!.Id));

    private static IReadOnlyList<Suspect> Rank(StackTask[] odd, ManagerView manager, params HangingRequest[] hanging) =>
        SuspectRanking.Of([new RuntimeView { Name = s_dockerd, Hanging = hanging }], odd, manager, s_now);

    private static HangingRequest Inspect(string id, double seconds) =>
        new(s_dockerd, "inspect", new ListedContainer(id, id, null, "running"), s_now.AddSeconds(-seconds), TimeSpan.FromSeconds(seconds));

    private static StackTask Task(string component, int pid, string state, string? container) => new(new StackMember(pid, 1, component, container), pid, state, s_now.AddSeconds(-20));
}
