using System.Text.RegularExpressions;
using Unknot.Watch;

namespace Unknot.Tests.Watch;

public sealed class WatchMetricsTests
{
    [Fact]
    public void Hang_IsAGaugeWithContainerAndPod() => Assert.Contains(
        "unknot_container_hanging_seconds{runtime=\"dockerd\",pid=\"1234\",api=\"docker\",container_id=\"0f9a2c\",container=\"web\",pod=\"shop/cart-0\"} 12.4\n",
        WatchMetrics.Of(Snapshots.Hanging()));

    [Fact]
    public void EveryLine_IsOfTheFormatAndEveryMetricHasItsType()
    {
        string[] lines = WatchMetrics.Of(Snapshots.Hanging(Snapshots.Hung with { Name = "a\"b\\c\nd" })).Split('\n')[..^1];
        Regex sample = new("^([a-z0-9_]+)(\\{[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\"(?:,[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\")*\\})? [-+0-9.E]+$");
        HashSet<string> typed = [.. lines.Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2])];
        Assert.All(lines.Where(l => l[0] != '#'), l => Assert.Matches(sample, l));
        Assert.All(lines.Where(l => l[0] != '#'), l => Assert.Contains(sample.Match(l).Groups[1].Value, typed));
        Assert.Equal(typed.Count, lines.Count(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Overflow_IsATime() => Assert.Contains($"unknot_systemd_cookie_overflow_timestamp_seconds {Snapshots.Now.AddDays(29.5).ToUnixTimeSeconds()}\n", WatchMetrics.Of(Snapshots.Well()));
}
