using System.Globalization;
using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>The end of an strace: the last line of each thread, and whether the call in it had returned.</summary>
internal static partial class StraceFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "strace";

    /// <summary>True when strace says that it attached, or several lines are calls.</summary>
    public static bool Recognise(TextDocument text)
    {
        int calls = 0;
        foreach (string line in text.Lines)
        {
            if (Attached().IsMatch(line)) return true;
            if (line.Length < 4000 && Call().Match(line) is { Success: true } match && (match.Groups["pid"].Success || IsWhole(line)) && ++calls >= 3) return true;
        }

        return false;
    }

    /// <summary>Reads all ends in the text.</summary>
    public static void Read(FormatInput input)
    {
        Dictionary<int, (int Line, string Syscall, bool IsUnfinished)> ends = [];
        int attached = 0;
        for (int i = 0; i < input.Text.Lines.Count; i++)
        {
            string line = input.Text.Lines[i];
            Match attach = Attached().Match(line);
            if (attach.Success)
            {
                _ = int.TryParse(attach.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out attached);
                continue;
            }

            Match match = Call().Match(line);
            if (!match.Success) continue;
            int pid = int.TryParse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int told) ? told : attached;
            bool isResumed = match.Groups["resumed"].Success;
            ends[pid] = (i, isResumed ? match.Groups["resumed"].Value : match.Groups["call"].Value, !IsWhole(line));
        }

        foreach ((int pid, (int line, string syscall, bool isUnfinished)) in ends.OrderBy(e => e.Value.Line))
        {
            input.Snapshot.TraceEnds.Add(new TraceEndEvidence(pid > 0 ? pid : null, syscall, input.Text.Lines[line], isUnfinished, input.Origin(line)));
        }
    }

    private static bool IsWhole(string line) => Returned().IsMatch(line) && !line.EndsWith("<unfinished ...>", StringComparison.Ordinal);

    [GeneratedRegex(@"(?:^|\s)(?:strace: )?Process (\d+) attached", RegexOptions.CultureInvariant)]
    private static partial Regex Attached();

    [GeneratedRegex(@"^(?:\[pid\s+(?<pid>\d+)\]\s+|(?<pid>\d{1,8})\s+)?(?:(?:\d\d:\d\d:\d\d|\d{9,10})(?:\.\d+)?\s+)?(?:(?<call>[a-z_][a-z0-9_]*)\(|<\.\.\. (?<resumed>[a-z_][a-z0-9_]*) resumed>)", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"\)\s+= (?:-?\d|0x|\?)", RegexOptions.CultureInvariant)]
    private static partial Regex Returned();
}
