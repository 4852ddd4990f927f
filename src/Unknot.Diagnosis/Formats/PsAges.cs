using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Ages of the processes of one <c>ps</c> output: lower bounds, measured against the newest start in the same output.</summary>
internal sealed class PsAges
{
    private readonly List<(ProcessEvidence Process, PsStart Start)> _starts = [];

    /// <summary>The newest start given as a full moment; null when none was.</summary>
    public DateTimeOffset? Newest { get; private set; }

    /// <summary>Notes when a process was started.</summary>
    public void Add(ProcessEvidence process, string? text)
    {
        if (text is null || !PsStart.TryRead(text, out PsStart start)) return;
        _starts.Add((process, start));
        if (start.Moment is not { } moment) return;
        process.StartedAt ??= moment;
        if (Newest is null || moment > Newest) Newest = moment;
    }

    /// <summary>Sets the ages that are not known better.</summary>
    public void Apply()
    {
        TimeSpan? newestToday = null;
        int newestDay = 0;
        foreach ((_, PsStart start) in _starts)
        {
            if (start.Today is { } today && (newestToday is null || today > newestToday)) newestToday = today;
            newestDay = Math.Max(newestDay, start.DayOfYear);
        }

        foreach ((ProcessEvidence process, PsStart start) in _starts) process.Age ??= AgeOf(start, newestToday, newestDay);
    }

    private TimeSpan? AgeOf(PsStart start, TimeSpan? newestToday, int newestDay)
    {
        if (start.Moment is { } moment) return Newest - moment;
        if (start.Today is { } today) return newestToday - today;

        // PsStart counts 31 days for each month, which is up to 7 too many in a year. An earlier day: at least as long as today is old, and the whole days between it and the newest day printed.
        TimeSpan sinceMidnight = newestToday ?? TimeSpan.Zero;
        TimeSpan days = start.DayOfYear > 0 ? TimeSpan.FromDays(Math.Max(0, newestDay - start.DayOfYear - 7)) : TimeSpan.Zero;
        TimeSpan age = sinceMidnight + days;
        return age > TimeSpan.FromMinutes(1) ? age : TimeSpan.FromMinutes(1);
    }
}
