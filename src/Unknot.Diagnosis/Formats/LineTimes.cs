using System.Globalization;

namespace Unknot.Diagnosis.Formats;

/// <summary>Dates and durations as tools print them. Times without a zone count as UTC: nothing in the files tells better, and differences stay right.</summary>
internal static class LineTimes
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>1 to 12 for an English month's first three letters; 0 for other words.</summary>
    public static int Month(ReadOnlySpan<char> word)
    {
        for (int i = 0; i < Months.Length; i++)
        {
            if (word.Equals(Months[i], StringComparison.Ordinal)) return i + 1;
        }

        return 0;
    }

    /// <summary>True for <c>Mon</c> … <c>Sun</c>.</summary>
    public static bool IsWeekday(ReadOnlySpan<char> word) => word is "Mon" or "Tue" or "Wed" or "Thu" or "Fri" or "Sat" or "Sun";

    /// <summary><c>Mon Nov 23 18:07:12 2026</c> (ctime(3), ps lstart, dmesg -T).</summary>
    public static bool TryCTime(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        Span<Range> parts = stackalloc Range[6];
        int count = text.SplitAny(parts, " ", StringSplitOptions.RemoveEmptyEntries);
        if (count != 5 || !IsWeekday(text[parts[0]])) return false;
        int month = Month(text[parts[1]]);
        return month > 0
            && int.TryParse(text[parts[2]], out int day) && int.TryParse(text[parts[4]], out int year)
            && TryClock(text[parts[3]], out TimeSpan clock)
            && TryMake(year, month, day, clock, out time);
    }

    /// <summary><c>18:07:12</c> with or without fraction; hours up to 23.</summary>
    public static bool TryClock(ReadOnlySpan<char> text, out TimeSpan clock)
    {
        clock = default;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':') return false;
        if (!int.TryParse(text[..2], out int h) || !int.TryParse(text[3..5], out int m) || !int.TryParse(text[6..8], out int s)) return false;
        if (h > 23 || m > 59 || s > 60 || h < 0 || m < 0 || s < 0) return false;
        clock = new TimeSpan(h, m, s);
        if (text.Length > 9 && text[8] is '.' or ',' && double.TryParse("0." + text[9..].ToString(), CultureInfo.InvariantCulture, out double fraction))
        {
            clock += TimeSpan.FromSeconds(fraction);
        }

        return true;
    }

    /// <summary>A moment in UTC; false when there is no such day.</summary>
    public static bool TryMake(int year, int month, int day, TimeSpan clock, out DateTimeOffset time)
    {
        time = default;
        if (year is < 1970 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        time = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero) + clock;
        return true;
    }

    /// <summary>The latest such moment that is not more than a day after the reference; false without a reference.</summary>
    public static bool TryMakeWithoutYear(int month, int day, TimeSpan clock, DateTimeOffset? reference, out DateTimeOffset time)
    {
        time = default;
        if (reference is not { } limit) return false;
        for (int year = limit.Year + 1; year >= limit.Year - 4; year--)
        {
            if (TryMake(year, month, day, clock, out time) && time <= limit.AddDays(1)) return true;
        }

        return false;
    }

    /// <summary>RFC 3339 and its relatives (<c>2026-11-23 18:07:12,123</c>, <c>…+0800</c>).</summary>
    public static bool TryIso(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or ' ')) return false;
        if (!int.TryParse(text[..4], out int year) || !int.TryParse(text[5..7], out int month) || !int.TryParse(text[8..10], out int day)) return false;
        ReadOnlySpan<char> rest = text[11..];
        int end = 8;
        if (rest.Length > 8 && rest[8] is '.' or ',')
        {
            end = 9;
            while (end < rest.Length && char.IsAsciiDigit(rest[end])) end++;
        }

        if (!TryClock(rest[..end], out TimeSpan clock) || !TryMake(year, month, day, clock, out time)) return false;
        TimeSpan zone = Zone(rest[end..]);
        if (zone != TimeSpan.Zero) time = new DateTimeOffset(time.DateTime - zone, TimeSpan.Zero);
        return true;
    }

    private static TimeSpan Zone(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> zone = text.TrimStart(' ');
        if (zone.Length < 3 || zone[0] is not ('+' or '-')) return TimeSpan.Zero;
        ReadOnlySpan<char> minutes = zone.Length >= 6 && zone[3] == ':' ? zone[4..6] : zone.Length >= 5 ? zone[3..5] : "00";
        if (!int.TryParse(zone[1..3], out int h) || !int.TryParse(minutes, out int m) || h > 14 || m > 59) return TimeSpan.Zero;
        TimeSpan offset = new(h, m, 0);
        return zone[0] == '-' ? -offset : offset;
    }

    /// <summary>A Go duration: <c>3m7.047s</c>, <c>2562047h47m16.854775807s</c>, <c>250ms</c>. Capped at <see cref="TimeSpan.MaxValue"/>.</summary>
    public static bool TryGoDuration(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        double seconds = 0;
        int units = 0;
        while (text.Length > 0)
        {
            int digits = 0;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
            if (digits == 0 || !double.TryParse(text[..digits], CultureInfo.InvariantCulture, out double value)) break;
            text = text[digits..];
            (double scale, int length) = text switch
            {
                _ when text.StartsWith("ms") => (1e-3, 2),
                _ when text.StartsWith("ns") => (1e-9, 2),
                _ when text.StartsWith("us") || text.StartsWith("µs") || text.StartsWith("μs") => (1e-6, 2),
                _ when text.StartsWith("h") => (3600.0, 1),
                _ when text.StartsWith("m") => (60.0, 1),
                _ when text.StartsWith("s") => (1.0, 1),
                _ => (0.0, 0),
            };
            if (length == 0) break;
            seconds += value * scale;
            units++;
            text = text[length..];
        }

        if (units == 0) return false;
        duration = seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>ps' elapsed time: <c>[[dd-]hh:]mm:ss</c>, or plain seconds (etimes).</summary>
    public static bool TryElapsed(ReadOnlySpan<char> text, out TimeSpan elapsed)
    {
        elapsed = default;
        int days = 0;
        int dash = text.IndexOf('-');
        if (dash > 0)
        {
            if (!int.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out days) || days > 100_000) return false;
            text = text[(dash + 1)..];
        }

        long total = 0;
        int parts = 0;
        foreach (Range range in text.Split(':'))
        {
            if (!long.TryParse(text[range], NumberStyles.None, CultureInfo.InvariantCulture, out long part) || part > 10_000_000_000 || ++parts > 3) return false;
            total = total * 60 + part;
        }

        if (total > 10_000_000_000) return false;
        elapsed = TimeSpan.FromDays(days) + TimeSpan.FromSeconds(total);
        return true;
    }
}
