using Unknot.Node.Pleg;
using Unknot.Watch;

namespace Unknot.Tests.Watch;

public sealed class WatchTextTests
{
    [Fact]
    public void WellNode_IsSaidInAFewLines()
    {
        IReadOnlyList<string> lines = Lines(Snapshots.Well());
        Assert.EndsWith("all answers", lines[0]);
        Assert.Contains("dockerd 1234 docker      2.1 ms  1.9 ms 15.0 ms      102  98 running, 2 exited", lines);
        Assert.Contains("oldest    no request hangs", lines);
        Assert.Contains("systemd   219, cookie 4000000000 (93.1% of 2^32)", lines);
        Assert.Contains("          10000000 a day: OVERFLOWS 2026-01-31, and then answers nobody", lines);
        Assert.Contains("Suspects  none", lines);
    }

    [Fact]
    public void Hang_IsNamedWithContainerPodAndDaemon()
    {
        IReadOnlyList<string> lines = Lines(Snapshots.Hanging());
        Assert.EndsWith("HANGS 12.4 s", lines[0]);
        Assert.Contains("oldest    12.4 s  inspect of web, dockerd 1234", lines);
        Assert.Contains(lines, l => l.StartsWith("  1  inspect of web, dockerd 1234  ", StringComparison.Ordinal) && l.EndsWith(" 12.4 s", StringComparison.Ordinal));
        Assert.Contains("     container 0f9a2c, pod shop/cart-0", lines);
        Assert.Contains("     containerd-shim 99 is stopped", lines);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(200)]
    public void NoLine_IsWiderThanTheTerminal(int columns) =>
        Assert.All(new WatchText(() => columns).Lines(Snapshots.Hanging(Snapshots.Hung with { Name = new string('x', 300) })), l => Assert.InRange(l.Length, 0, columns));

    [Fact]
    public void TextFromOutside_CannotSteerTheTerminal()
    {
        ListedContainer evil = new("\u001b]0;id", "\u001b[2Jname", "\u001b[31mns/pod", "\u001b[5mstate");
        WatchSnapshot node = Snapshots.Hanging(evil) with
        {
            Host = "\u001b[Hhost",
            Transitions = [new PlegTransition(Snapshots.Now, PlegTransitionKind.Changed, Snapshots.Dockerd, evil, "\u001b[1m", "\u202eexited")],
            Manager = new ManagerView { Version = "\u001bc", Failure = "\u001bc" },
            Runtimes = [new RuntimeView { Name = Snapshots.Dockerd, Failure = "\u001bc", States = new Dictionary<string, int> { ["\u001bc"] = 1 }, Containers = 1 }],
        };
        Assert.All(Lines(node), l => Assert.DoesNotContain(l, char.IsControl));
        Assert.All(Lines(node), l => Assert.DoesNotContain("\u202e", l));
    }

    [Fact]
    public void Changes_AreKeptForAWhile()
    {
        WatchText text = new(() => 80);
        text.Lines(Snapshots.Well(new PlegTransition(Snapshots.Now, PlegTransitionKind.HangEnded, Snapshots.Dockerd, Snapshots.Hung, "inspect", "answered", TimeSpan.FromSeconds(9))));
        Assert.EndsWith("web: inspect hung for 9.0 s: answered", text.Lines(Snapshots.Well())[^1]);
        for (int i = 0; i < 20; i++) text.Lines(Snapshots.Well(new PlegTransition(Snapshots.Now, PlegTransitionKind.Removed, Snapshots.Dockerd, Snapshots.Hung, "exited")));
        Assert.DoesNotContain(text.Lines(Snapshots.Well()), l => l.Contains("hung for", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Lines(WatchSnapshot node) => new WatchText(() => 80).Lines(node);
}
