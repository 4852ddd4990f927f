namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Durations as people say them.</summary>
internal static class Durations
{
    /// <summary><c>3m12s</c>, <c>45s</c>, <c>2h5m</c>, <c>12d</c>.</summary>
    public static string Text(TimeSpan span)
    {
        if (span.TotalDays >= 2) return $"{(long)span.TotalDays}d";
        if (span.TotalHours >= 1) return span.Minutes == 0 ? $"{(long)span.TotalHours}h" : $"{(long)span.TotalHours}h{span.Minutes}m";
        if (span.TotalMinutes >= 1) return span.Seconds == 0 ? $"{span.Minutes}m" : $"{span.Minutes}m{span.Seconds}s";
        return $"{(long)span.TotalSeconds}s";
    }
}
