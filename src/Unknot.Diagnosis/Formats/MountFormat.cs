using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Mounts of <c>mount</c>, <c>/proc/mounts</c>, <c>/proc/PID/mountinfo</c> (proc(5)) and <c>findmnt</c>.</summary>
internal static partial class MountFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "mount";

    /// <summary>True when a line of one of the forms stands in the text.</summary>
    public static bool Recognise(TextDocument text)
    {
        int fstab = 0;
        foreach (string line in text.Lines)
        {
            if (!line.Contains('/'))
            {
                if (IsFindmntHeader(line)) return true;
                continue;
            }

            if (line.Contains(" on /", StringComparison.Ordinal) && Mount().IsMatch(line) || line.Contains(" - ", StringComparison.Ordinal) && MountInfo().IsMatch(line)) return true;
            if (EndsWithTwoDigits(line) && ProcMounts().IsMatch(line) && ++fstab >= 2) return true;
        }

        return false;
    }

    /// <summary>Reads all mounts in the text.</summary>
    public static void Read(FormatInput input)
    {
        int[]? findmnt = null;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            if (IsFindmntHeader(line))
            {
                findmnt = [line.IndexOf("TARGET", StringComparison.Ordinal), line.IndexOf("SOURCE", StringComparison.Ordinal)];
                continue;
            }

            Match match = Mount().Match(line);
            if (!match.Success) match = MountInfo().Match(line);
            if (!match.Success) match = ProcMounts().Match(line);
            if (!match.Success && findmnt is not null) match = Findmnt().Match(line);
            if (!match.Success) continue;
            input.Snapshot.Mounts.Add(new MountEvidence(
                Unescape(match.Groups["source"].Value), Unescape(match.Groups["target"].Value), match.Groups["type"].Value,
                match.Groups["options"].Value, input.Origin(i)));
        }
    }

    private static bool IsFindmntHeader(string line) =>
        line.StartsWith("TARGET", StringComparison.Ordinal) && line.Contains(" SOURCE", StringComparison.Ordinal) && line.Contains(" FSTYPE", StringComparison.Ordinal);

    /// <summary>Dump frequency and check order.</summary>
    private static bool EndsWithTwoDigits(string line) => line.AsSpan().TrimEnd() is [.., ' ', >= '0' and <= '9', ' ', >= '0' and <= '9'];

    /// <summary>Undoes the octal escapes of space, tab, newline and backslash (kernel <c>fs/proc_namespace.c</c>, <c>mangle</c>).</summary>
    private static string Unescape(string text) => text.Contains('\\')
        ? text.Replace("\\040", " ").Replace("\\011", "\t").Replace("\\012", "\n").Replace("\\134", "\\")
        : text;

    [GeneratedRegex(@"^(?<source>\S.*?) on (?<target>/.*) type (?<type>[\w.+-]+) \((?<options>[^()]*(?:\([^()]*\)[^()]*)*)\)(?: \[.*\])?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Mount();

    [GeneratedRegex(@"^\d+ \d+ \d+:\d+ \S+ (?<target>/\S*) (?<options>\S+)(?: [a-z_]+(?::\d+)?)* - (?<type>\S+) (?<source>\S*) \S+\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex MountInfo();

    [GeneratedRegex(@"^(?<source>[^\s#]\S*) (?<target>/\S*) (?<type>[\w.+-]+) (?<options>\S+) \d \d\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex ProcMounts();

    [GeneratedRegex(@"^[\s|`│├└─-]*(?<target>/\S*)\s+(?<source>\S+)\s+(?<type>[\w.+-]+)\s+(?<options>\S+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Findmnt();
}
