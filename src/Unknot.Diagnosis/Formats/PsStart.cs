namespace Unknot.Diagnosis.Formats;

/// <summary>
/// When a process was started, as well as the column tells: a moment (lstart), a time of today (<c>11:44</c>, <c>18:06:46</c>), a day
/// (<c>Jun17</c>, <c>Nov 23</c>) or a year. procps prints the coarser ones for earlier days only (<c>pr_stime</c>, <c>pr_bsdstart</c>).
/// </summary>
internal readonly record struct PsStart(DateTimeOffset? Moment, TimeSpan? Today, int DayOfYear, int Year)
{
    /// <summary>True when the text is one of the forms.</summary>
    public static bool Looks(string text) => TryRead(text, out _);

    /// <summary>Reads the column.</summary>
    public static bool TryRead(string text, out PsStart start)
    {
        start = default;
        if (LineTimes.TryCTime(text, out DateTimeOffset moment))
        {
            start = new PsStart(moment, null, 0, 0);
            return true;
        }

        if (text.Length is 5 or 8 && LineTimes.TryClock(text.Length == 5 ? text + ":00" : text, out TimeSpan today))
        {
            start = new PsStart(null, today, 0, 0);
            return true;
        }

        if (text.Length == 4 && int.TryParse(text, out int year) && year is > 1970 and < 2200)
        {
            start = new PsStart(null, null, 0, year);
            return true;
        }

        int month = text.Length is >= 5 and <= 6 ? LineTimes.Month(text.AsSpan(0, 3)) : 0;
        if (month == 0 || !int.TryParse(text.AsSpan(3).TrimStart(' '), out int day) || day is < 1 or > 31) return false;
        start = new PsStart(null, null, (month - 1) * 31 + day, 0);
        return true;
    }
}
