using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>
/// A hung task's report in the kernel log (<c>kernel/hung_task.c</c>, <c>sched_show_task</c>): the call trace stands in the following lines,
/// which other lines may interrupt.
/// </summary>
internal sealed partial class HungTaskReader(EvidenceFile file, EvidenceSnapshot snapshot)
{
    private const int MaxLines = 160, MaxFrames = 64, MaxLineLength = 2000;

    /// <summary>Reads the report whose first line is given.</summary>
    /// <param name="content">The log.</param>
    /// <param name="position">End of that line.</param>
    /// <param name="first">That line.</param>
    /// <param name="number">Its number.</param>
    public void Read(ReadOnlySpan<byte> content, int position, LogLine first, long number)
    {
        Match match = Task().Match(first.Message);
        if (!match.Success || !int.TryParse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) return;
        _ = int.TryParse(match.Groups["seconds"].ValueSpan, out int seconds);
        List<string> frames = [];
        string? blocker = null;
        int? blockerPid = null;
        for (int i = 0; i < MaxLines && frames.Count < MaxFrames && position < content.Length; i++)
        {
            LogLine line = NextLine(content, ref position);
            if (line.Caller is not null && first.Caller is not null && line.Caller != first.Caller) continue;
            Match owner = Owner().Match(line.Message);
            if (owner.Success)
            {
                blocker = owner.Groups["name"].Value;
                blockerPid = int.TryParse(owner.Groups["pid"].ValueSpan, out int b) ? b : null;
            }
            else if (EndsReport(line.Message, frames.Count > 0))
            {
                break;
            }
            else if (KernelFrames.TryRead(line.Message, out _, out _))
            {
                frames.Add(line.Message);
            }
        }

        snapshot.HungTasks.Add(new HungTaskEvidence(
            match.Groups["name"].Value, pid, seconds, KernelFrames.Read(frames), blocker, blockerPid, new Provenance(file, number)));
    }

    private static LogLine NextLine(ReadOnlySpan<byte> content, ref int position)
    {
        int start = position + 1;
        if (start >= content.Length)
        {
            position = content.Length;
            return new LogLine { Message = "" };
        }

        int length = content[start..].IndexOf((byte)'\n');
        int end = length < 0 ? content.Length : start + length;
        position = end;
        return LogLine.Read(Encoding.UTF8.GetString(content[start..Math.Min(end, start + MaxLineLength)]).TrimEnd('\r'), null);
    }

    /// <summary>Registers of the user's side, the next report, the locks held or a task's end mark.</summary>
    private static bool EndsReport(string message, bool hasFrames)
    {
        ReadOnlySpan<char> text = message.AsSpan().TrimStart();
        return text.StartsWith("INFO: task ") || text.StartsWith("Showing all locks") || text.StartsWith("NMI backtrace") || text.StartsWith("Kernel panic")
            || hasFrames && (text.StartsWith("RIP: ") || text.StartsWith("</TASK>") || text.StartsWith("Code: ") || text.StartsWith("Call Trace:") || text.StartsWith("======"));
    }

    [GeneratedRegex(@"INFO: task (?<name>.+):(?<pid>\d+) (?:is )?blocked for more than (?<seconds>\d+) seconds", RegexOptions.CultureInvariant)]
    private static partial Regex Task();

    [GeneratedRegex(@"is blocked on .*owned by task (?<name>.+):(?<pid>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Owner();
}
