using System.Globalization;
using System.Text.RegularExpressions;

namespace Unknot.Diagnosis.Formats;

/// <summary><c>uptime</c> and <c>w</c>: <c> 18:07:12 up 211 days,  3:04,  1 user,  load average: 0.80, 0.43, 0.23</c>.</summary>
internal static partial class UptimeFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "uptime";

    /// <summary>True when the line stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => line.Contains("load average", StringComparison.Ordinal) && Up().IsMatch(line));

    /// <summary>Reads the line.</summary>
    public static void Read(FormatInput input)
    {
        foreach (string line in input.Text.Lines)
        {
            Match match = Up().Match(line);
            if (!match.Success) continue;
            int Part(string name) => int.TryParse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;
            TimeSpan up = TimeSpan.FromDays(Math.Min(Part("days"), 100_000)) + TimeSpan.FromHours(Part("hours")) + TimeSpan.FromMinutes(Part("minutes") + Part("min"));
            if (input.Snapshot.Uptime is null || up > input.Snapshot.Uptime) input.Snapshot.Uptime = up;
        }
    }

    [GeneratedRegex(@"\bup\s+(?:(?<days>\d{1,6}) days?,?\s+)?(?:(?<hours>\d{1,2}):(?<minutes>\d\d)|(?<min>\d{1,4}) min)?,?.*load average", RegexOptions.CultureInvariant)]
    private static partial Regex Up();
}
