using System.Globalization;
using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>The prefixes that log lines have: syslog and journal, dmesg, klog, logrus.</summary>
internal static partial class LogPrefixes
{
    /// <summary><c>Jun 17 03:18:17 host ident[pid]: </c>, the same with an ISO time, <c>ident[pid]: </c> alone.</summary>
    public static void TakeSyslog(ref LogLine line, DateTimeOffset? reference)
    {
        Match match = Syslog().Match(line.Message);
        if (!match.Success) match = Ident().Match(line.Message);
        if (!match.Success) return;
        if (match.Groups["iso"].Success)
        {
            if (!LineTimes.TryIso(match.Groups["iso"].ValueSpan, out DateTimeOffset iso)) return;
            line.Time = iso;
        }
        else if (match.Groups["month"].Success)
        {
            int month = LineTimes.Month(match.Groups["month"].ValueSpan);
            if (month == 0 || !LineTimes.TryClock(match.Groups["clock"].ValueSpan, out TimeSpan clock)) return;
            _ = int.TryParse(match.Groups["day"].ValueSpan, out int day);
            if (LineTimes.TryMakeWithoutYear(month, day, clock, reference, out DateTimeOffset time)) line.Time = time;
        }

        string ident = match.Groups["ident"].Value;
        if (ident.EndsWith(".service", StringComparison.Ordinal)) ident = ident[..^".service".Length];
        line.Component = Components.ByProgram(ident) ?? ident;
        line.IsKernel = ident == "kernel";
        if (int.TryParse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) line.Pid = pid;
        line.Message = line.Message[match.Length..];
        line.HasPrefix = true;
    }

    /// <summary><c>[12345.678901] </c>, <c>[   12.3][ T1054] </c>, <c>[Mon Nov 23 18:06:46 2026] </c>, <c>&lt;6&gt;</c>.</summary>
    public static void TakeDmesg(ref LogLine line)
    {
        Match match = Dmesg().Match(line.Message);
        if (!match.Success) return;
        if (match.Groups["ctime"].Success)
        {
            if (!LineTimes.TryCTime(match.Groups["ctime"].ValueSpan, out DateTimeOffset time)) return;
            line.Time = time;
        }

        line.IsKernel = true;
        line.Component = Components.Kernel;
        if (match.Groups["caller"].Success) line.Caller = match.Groups["caller"].Value;
        line.Message = line.Message[match.Length..];
        line.HasPrefix = true;
    }

    /// <summary><c>E1123 18:28:42.833507   17033 remote_runtime.go:251] </c> (klog).</summary>
    public static void TakeKlog(ref LogLine line, DateTimeOffset? reference)
    {
        Match match = Klog().Match(line.Message);
        if (!match.Success) return;
        if (int.TryParse(match.Groups["month"].ValueSpan, out int month) && int.TryParse(match.Groups["day"].ValueSpan, out int day)
            && LineTimes.TryClock(match.Groups["clock"].ValueSpan, out TimeSpan clock)
            && LineTimes.TryMakeWithoutYear(month, day, clock, line.Time ?? reference, out DateTimeOffset time))
        {
            line.Time = time;
        }

        // klog's number is the pid, or the goroutine's thread id in some builds; a syslog prefix knows better.
        if (int.TryParse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) line.Pid ??= pid > 1 ? pid : null;
        line.Message = line.Message[match.Length..];
        line.HasPrefix = true;
    }

    /// <summary><c>time="…" level=error msg="…" error="…" id=…</c> (logrus text): the message keeps the fields behind it.</summary>
    public static void TakeLogrus(ref LogLine line)
    {
        Match match = Logrus().Match(line.Message);
        if (!match.Success) return;
        if (LineTimes.TryIso(match.Groups["time"].ValueSpan, out DateTimeOffset time)) line.Time = time;
        line.Message = WithoutQuotes(line.Message[match.Length..]);
        line.HasPrefix = true;
    }

    /// <summary><c>msg="a \"b\"" id=…</c> becomes <c>a "b" id=…</c>.</summary>
    private static string WithoutQuotes(string text)
    {
        const string Quoted = "msg=\"", Plain = "msg=";
        if (!text.StartsWith(Quoted, StringComparison.Ordinal)) return text.StartsWith(Plain, StringComparison.Ordinal) ? text[Plain.Length..] : text;
        int end = Quoted.Length;
        while (end < text.Length && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        if (end >= text.Length) return text[Quoted.Length..];
        return text[Quoted.Length..end].Replace("\\\"", "\"") + text[(end + 1)..];
    }

    [GeneratedRegex(@"^(?:(?<iso>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)|(?<month>[A-Z][a-z]{2})\s+(?<day>\d{1,2})(?: \d{4})? (?<clock>\d\d:\d\d:\d\d(?:\.\d+)?))\s+(?:\S+\s+)?(?<ident>[A-Za-z_(][\w.@/:()-]*?)(?:\[(?<pid>\d+)\])?:\s", RegexOptions.CultureInvariant)]
    private static partial Regex Syslog();

    [GeneratedRegex(@"^(?<ident>[A-Za-z_][\w.@-]*)\[(?<pid>\d+)\]:\s", RegexOptions.CultureInvariant)]
    private static partial Regex Ident();

    [GeneratedRegex(@"^(?:<\d+>)?\[(?:\s*\d+\.\d+|(?<ctime>[A-Z][a-z]{2} [A-Z][a-z]{2}\s+\d+ \d\d:\d\d:\d\d \d{4}))\](?:\[\s*(?<caller>[TC]\d+)\])?\s?", RegexOptions.CultureInvariant)]
    private static partial Regex Dmesg();

    [GeneratedRegex(@"^[IWEF](?<month>\d\d)(?<day>\d\d) (?<clock>\d\d:\d\d:\d\d\.\d+)\s+(?<pid>\d+) [\w.-]+\.go:\d+\] ", RegexOptions.CultureInvariant)]
    private static partial Regex Klog();

    [GeneratedRegex("^time=\"?(?<time>[^\" ]+)\"? level=\\w+ (?=msg=)", RegexOptions.CultureInvariant)]
    private static partial Regex Logrus();
}
