using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>
/// All threads of a process in one file, as our own collector writes them: <c>== tid 25223 comm dockerd state S wchan request_wait_answer
/// syscall 262 0x…</c>, kernel stack below.
/// </summary>
internal static partial class ProcThreadsFormat
{
    /// <summary>True when a thread's line stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => line.StartsWith("== tid ", StringComparison.Ordinal));

    /// <summary>Reads the file.</summary>
    public static void Read(FormatInput input)
    {
        if (input.Place is not { } place) return;
        ProcessEvidence process = input.Snapshot.ProcessOf(place.Pid);
        process.AddOrigin(new Provenance(input.File));
        IReadOnlyList<string> lines = input.Text.Lines;
        for (int i = 0; i < lines.Count; i++)
        {
            Match match = Header().Match(lines[i]);
            if (!match.Success || !int.TryParse(match.Groups["tid"].ValueSpan, out int tid)) continue;
            int end = i + 1;
            while (end < lines.Count && !lines[end].StartsWith("== tid ", StringComparison.Ordinal)) end++;
            string wchan = match.Groups["wchan"].Value, state = match.Groups["state"].Value;
            ThreadEvidence thread = new(
                tid, match.Groups["comm"].Value, PsRow.IsState(state) ? state[0] : '\0', wchan is "0" or "" or "-" ? null : wchan,
                ProcFormat.ParseSyscall(match.Groups["syscall"].ValueSpan), KernelFrames.Read(lines.Skip(i + 1).Take(end - i - 1)), input.Origin(i));
            process.AddThread(thread);
            if (tid == place.Pid && process.State == '\0') process.State = thread.State;
        }
    }

    [GeneratedRegex(@"^== tid (?<tid>\d+) comm (?<comm>.*) state (?<state>\S*) wchan (?<wchan>\S*) syscall ?(?<syscall>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
