using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class LineTimesTests
{
    [Theory]
    [InlineData("2026-11-23T18:07:12.994343036Z", "2026-11-23T18:07:12Z")]
    [InlineData("2021-06-23T16:35:07+08:00", "2021-06-23T08:35:07Z")]
    [InlineData("2021-06-23 16:35:07,123-0530", "2021-06-23T22:05:07Z")]
    public void Iso_ZonesCount(string text, string expected)
    {
        Assert.True(LineTimes.TryIso(text, out DateTimeOffset time));
        Assert.Equal(DateTimeOffset.Parse(expected), time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)));
    }

    [Theory]
    [InlineData("3m7.047634443s", 187.047634)]
    [InlineData("250ms", 0.25)]
    [InlineData("27h14m51.4s ago", 98091.4)]
    public void GoDuration_IsRead(string text, double seconds)
    {
        Assert.True(LineTimes.TryGoDuration(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds, 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("12")]
    public void NoGoDuration_IsNone(string text) => Assert.False(LineTimes.TryGoDuration(text, out _));

    [Fact]
    public void DateWithoutYear_IsTheLatestNotAfterTheReference()
    {
        Assert.True(LineTimes.TryMakeWithoutYear(12, 31, TimeSpan.Zero, new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero), out DateTimeOffset time));
        Assert.Equal(2026, time.Year);
        Assert.False(LineTimes.TryMakeWithoutYear(12, 31, TimeSpan.Zero, null, out _));
    }

    [Theory]
    [InlineData("05:01", 301)]
    [InlineData("1-00:00:01", 86401)]
    [InlineData("90", 90)]
    public void Elapsed_IsRead(string text, int seconds)
    {
        Assert.True(LineTimes.TryElapsed(text, out TimeSpan elapsed));
        Assert.Equal(seconds, elapsed.TotalSeconds);
    }
}
