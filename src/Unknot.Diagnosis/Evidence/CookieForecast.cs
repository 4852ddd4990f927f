namespace Unknot.Diagnosis.Evidence;

/// <summary>
/// When systemd's D-Bus message cookie passes 32 bits at its present rate. A systemd without "sd-bus: deal with cookie overruns" (242) can then
/// answer nobody any more; one with it goes on from 2^31 (<c>src/libsystemd/sd-bus/sd-bus.c</c>, <c>cookie_inc</c>).
/// </summary>
/// <param name="PerDay">Messages a day between the two samples.</param>
/// <param name="OverflowsAt">When the cookie is <see cref="Last"/>; null where that is further than a calendar reaches.</param>
public sealed record CookieForecast(double PerDay, DateTimeOffset? OverflowsAt)
{
    /// <summary>The largest cookie that a D-Bus 1 message can carry (its serial is a UINT32).</summary>
    public const uint Last = uint.MaxValue;

    // Two answers to the same question a moment apart differ by what the question itself costs.
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    /// <summary>From two samples of one systemd.</summary>
    /// <param name="first">Cookie and when it was read.</param>
    /// <param name="second">A later one.</param>
    /// <returns>The forecast; null where the samples tell no rate: less than a second apart, no message between, or started anew (the cookie fell).</returns>
    public static CookieForecast? Of((uint Cookie, DateTimeOffset At) first, (uint Cookie, DateTimeOffset At) second)
    {
        TimeSpan between = second.At - first.At;
        if (between < s_least || second.Cookie <= first.Cookie) return null;
        double perDay = (second.Cookie - first.Cookie) / between.TotalDays;
        double days = (Last - second.Cookie) / perDay;
        return new CookieForecast(perDay, days < (DateTimeOffset.MaxValue - second.At).TotalDays - 1 ? second.At + TimeSpan.FromDays(days) : null);
    }
}
