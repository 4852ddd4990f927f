using Unknot.Goroutines;

namespace Unknot.Tests.Goroutines;

public sealed class WaitDurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5m", 90)]
    public void NumberWithUnit_IsRead(string text, int seconds)
    {
        Assert.True(WaitDuration.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("5x")]
    [InlineData("1..5m")]
    [InlineData("1,5m")]
    [InlineData("5m3")]
    [InlineData("99999999999999999999999999d")]
    public void AnythingElse_IsRefused(string text) => Assert.False(WaitDuration.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0m")]
    [InlineData(59, "59m")]
    [InlineData(60, "1h")]
    [InlineData(125, "2h5m")]
    [InlineData(1440, "1d")]
    [InlineData(5880, "4d2h")]
    public void Minutes_AreShownInTwoUnitsAtMost(long minutes, string shown) => Assert.Equal(shown, WaitDuration.Show(minutes));
}
