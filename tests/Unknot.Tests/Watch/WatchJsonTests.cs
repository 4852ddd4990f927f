using System.Text.Json;
using System.Text.RegularExpressions;
using Unknot.Node.Pleg;
using Unknot.Watch;

namespace Unknot.Tests.Watch;

public sealed class WatchJsonTests
{
    [Fact]
    public void Hang_IsOneLineThatNamesIt()
    {
        string line = Line(Snapshots.Hanging());
        Assert.Equal(1, line.Count(c => c == '\n'));
        JsonElement round = JsonDocument.Parse(line).RootElement, suspect = round.GetProperty("suspects")[0];
        Assert.Equal("unknot.dev/watch/v1", round.GetProperty("schemaVersion").GetString());
        Assert.True(round.GetProperty("hangs").GetBoolean());
        Assert.Equal(12.4, round.GetProperty("oldestHangSeconds").GetDouble());
        Assert.Equal(("dockerd", "inspect", "shop/cart-0"), (suspect.GetProperty("component").GetString(), suspect.GetProperty("call").GetString(), suspect.GetProperty("container").GetProperty("pod").GetString()));
        Assert.Equal(0.0021, round.GetProperty("runtimes")[0].GetProperty("relistSeconds").GetDouble());
        Assert.Equal(4_000_000_000, round.GetProperty("systemd").GetProperty("cookie").GetUInt32());
    }

    [Fact]
    public void WriterThatIsUsedAgain_WritesWholeLines()
    {
        using WatchJson json = new();
        string first = System.Text.Encoding.UTF8.GetString(json.Line(Snapshots.Well()));
        Assert.Equal(first, System.Text.Encoding.UTF8.GetString(json.Line(Snapshots.Well())));
    }

    [Fact]
    public void EveryField_IsDocumented()
    {
        PlegTransition change = new(Snapshots.Now, PlegTransitionKind.Appeared, Snapshots.Dockerd, Snapshots.Hung, null, "running");
        string document = File.ReadAllText(Repository.PathOf("docs", "watch-json.md"));
        string[] names = [.. Regex.Matches(Line(Snapshots.Hanging() with { Transitions = [change] }), "\"([A-Za-z0-9]+)\":").Select(m => m.Groups[1].Value).Distinct().Except(["running", "exited", "io"])];
        Assert.True(names.Length > 40);
        Assert.All(names, n => Assert.Contains(n, document));
    }

    private static string Line(WatchSnapshot node)
    {
        using WatchJson json = new();
        return System.Text.Encoding.UTF8.GetString(json.Line(node));
    }
}
