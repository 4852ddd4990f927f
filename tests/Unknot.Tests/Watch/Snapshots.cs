using Unknot.Node.Pleg;

namespace Unknot.Tests.Watch;

/// <summary>Rounds as a watch would give them, made by hand.</summary>
internal static class Snapshots
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly RuntimeName Dockerd = new("dockerd", 1234, "docker", "/run/docker.sock");

    public static readonly ListedContainer Hung = new("0f9a2c", "web", "shop/cart-0", "running");

    public static WatchSnapshot Well(params PlegTransition[] transitions) => new("node1", Now, 7, [Runtime()], [], Systemd, Stack(), transitions);

    public static WatchSnapshot Hanging(ListedContainer? container = null)
    {
        ListedContainer hung = container ?? Hung;
        HangingRequest request = new(Dockerd, "inspect", hung, Now.AddSeconds(-12.4), TimeSpan.FromSeconds(12.4));
        return Well() with
        {
            Runtimes = [Runtime() with { Hanging = [request], ProbesUnderWay = 1 }],
            Suspects = [new Suspect("dockerd", 1234, hung, "inspect", request.Since, request.Waited, ["containerd-shim 99 is stopped"])],
        };
    }

    private static ManagerView Systemd => new()
    {
        Pid = 1, Version = "219", Cookie = 4_000_000_000, AnsweredAt = Now, Took = TimeSpan.FromMilliseconds(0.3), PerDay = 10_000_000, OverflowsAt = Now.AddDays(29.5), SurvivesOverflow = false,
    };

    private static StackSample Stack() => new(Now, [], [new StackTask(new StackMember(99, 1, "containerd-shim", "0f9a2c"), 99, "T", Now.AddSeconds(-20))], [new PressureSample("io", 1.5, 0.25)], []);

    private static RuntimeView Runtime() => new()
    {
        Name = Dockerd,
        IsKnown = true,
        Relist = TimeSpan.FromMilliseconds(2.1),
        RelistMedian = TimeSpan.FromMilliseconds(1.9),
        RelistMax = TimeSpan.FromMilliseconds(15),
        Relists = 7,
        RelistTotal = TimeSpan.FromMilliseconds(30),
        ListedAt = Now,
        States = new Dictionary<string, int> { ["running"] = 98, ["exited"] = 2 },
        Containers = 100,
        ProbesAnswered = 50,
        OldestInspect = TimeSpan.FromSeconds(14),
        Goroutines = 102,
    };
}
