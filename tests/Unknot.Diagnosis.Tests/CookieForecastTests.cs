using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Tests;

public sealed class CookieForecastTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SteadyRate_TellsTheDay()
    {
        CookieForecast? forecast = CookieForecast.Of((3_000_000_000, s_start), (3_010_000_000, s_start.AddDays(1)));

        Assert.Equal(10_000_000, forecast!.PerDay, 1e-3);
        // 4,294,967,295 − 3,010,000,000 at ten million a day: 128.5 days.
        Assert.Equal(s_start.AddDays(1 + 128.4967295), forecast.OverflowsAt!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void AtTheLimit_IsNow() => Assert.Equal(s_start.AddDays(1), CookieForecast.Of((1, s_start), (uint.MaxValue, s_start.AddDays(1)))!.OverflowsAt);

    [Fact]
    public void SlowRate_IsBeyondTheCalendar() => Assert.Null(CookieForecast.Of((1, s_start), (2, s_start.AddDays(3000)))!.OverflowsAt);

    [Theory]
    [InlineData(100, 100, 86400)]
    [InlineData(3_000_000_000, 17, 86400)]
    [InlineData(1, 1000, 0)]
    [InlineData(1, 1000, -60)]
    public void NoMessageStartedAnewOrNoTimeBetween_TellsNothing(uint first, uint second, double seconds) =>
        Assert.Null(CookieForecast.Of((first, s_start), (second, s_start.AddSeconds(seconds))));
}
