using System.Globalization;

namespace Unknot.Goroutines;

/// <summary>Durations as people type and read them: <c>90s</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>, and joined ones: <c>1h30m</c>.</summary>
internal static class WaitDuration
{
    /// <summary>Reads a duration. A number without a unit is none: it could be seconds as well as minutes.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text.Length == 0) return false;
        double seconds = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int start = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.')) i++;
            if (i == text.Length || !double.TryParse(text.AsSpan(start, i - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)) return false;
            double unit = SecondsOf(text[i]);
            if (unit == 0) return false;
            seconds += number * unit;
        }
        if (seconds > 100 * 365.0 * 86400) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>Shows a number of whole minutes in two units at most: <c>3m</c>, <c>2h5m</c>, <c>4d1h</c>.</summary>
    public static string Show(long minutes) => minutes switch
    {
        < 60 => $"{minutes}m",
        < 1440 => minutes % 60 == 0 ? $"{minutes / 60}h" : $"{minutes / 60}h{minutes % 60}m",
        _ => minutes % 1440 < 60 ? $"{minutes / 1440}d" : $"{minutes / 1440}d{minutes % 1440 / 60}h",
    };

    private static double SecondsOf(char unit) => unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
}
