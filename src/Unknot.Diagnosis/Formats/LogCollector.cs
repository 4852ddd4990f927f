using System.Globalization;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Turns the lines that say something into evidence: of each kind the first and the last ones of a file, the others counted.</summary>
internal sealed class LogCollector(EvidenceFile file, EvidenceSnapshot snapshot, DateTimeOffset? reference, string? owner)
{
    /// <summary>Kept of each kind and file at each end.</summary>
    public const int Kept = 100;

    private const int MaxMessage = 500;
    private readonly SortedDictionary<string, Ends> _kinds = new(StringComparer.Ordinal);
    private readonly HungTaskReader _hungTasks = new(file, snapshot);

    /// <summary>A line that says something, not yet read in full: most of many are only counted.</summary>
    private readonly record struct Found(LogPattern Pattern, int Start, int End, int Hit, long Number);

    /// <summary>First and last lines of one kind.</summary>
    private sealed class Ends
    {
        public List<Found> First { get; } = [];

        public Queue<Found> Last { get; } = [];

        public long Dropped { get; set; }
    }

    /// <summary>Takes one line with a hit.</summary>
    public void Take(ReadOnlySpan<byte> content, int start, int end, int hit, long number)
    {
        string text = LogScanner.LineText(content, start, end, hit);
        foreach (LogPattern pattern in LogPatterns.Match(text))
        {
            if (pattern.Kind == LogPatternTable.VersionKind)
            {
                if (VersionFormat.VersionOf(text) is { } told) VersionTold.Note(snapshot, told.Program, told.Version);
                continue;
            }

            if (pattern.Kind == "hung-task") _hungTasks.Read(content, end, Read(content, text, start, end), number);
            Keep(new Found(pattern, start, end, hit, number));
        }
    }

    /// <summary>Hands over what was kept, in the order of the file within each kind.</summary>
    public void Complete(ReadOnlySpan<byte> content)
    {
        foreach (Ends ends in _kinds.Values)
        {
            for (int i = 0; i < ends.First.Count; i++) snapshot.Logs.Add(Evidence(content, ends.First[i], i == Kept - 1 ? ends.Dropped + 1 : 1));
            foreach (Found found in ends.Last) snapshot.Logs.Add(Evidence(content, found, 1));
        }
    }

    private void Keep(Found found)
    {
        if (!_kinds.TryGetValue(found.Pattern.Kind, out Ends? ends)) _kinds[found.Pattern.Kind] = ends = new Ends();
        if (ends.First.Count < Kept)
        {
            ends.First.Add(found);
            return;
        }

        ends.Last.Enqueue(found);
        if (ends.Last.Count <= Kept) return;
        ends.Last.Dequeue();
        ends.Dropped++;
    }

    private LogEvidence Evidence(ReadOnlySpan<byte> content, Found found, long count)
    {
        string text = LogScanner.LineText(content, found.Start, found.End, found.Hit);
        LogLine line = Read(content, text, found.Start, found.End);
        return new LogEvidence(
            found.Pattern.Kind, found.Pattern.IsKernel ? Components.Kernel : line.Component ?? owner, line.Pid, line.Time, Cut(line.Message, found.Pattern.Literal),
            ContainerNames.FindId(text), AgeOf(found.Pattern, text), new Provenance(file, found.Number), count);
    }

    /// <summary>The part with the sign in it, when all is too long.</summary>
    private static string Cut(string message, string literal)
    {
        if (message.Length <= MaxMessage) return message;
        int at = message.IndexOf(literal, StringComparison.Ordinal);
        int start = at > MaxMessage - literal.Length ? at - (MaxMessage - literal.Length) / 2 : 0;
        return message.Substring(start, Math.Min(MaxMessage, message.Length - start));
    }

    private static TimeSpan? AgeOf(LogPattern pattern, string text)
    {
        if (pattern.Kind == "hung-task")
        {
            int more = text.IndexOf("blocked for more than ", StringComparison.Ordinal) + "blocked for more than ".Length;
            int digits = more;
            while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
            return int.TryParse(text.AsSpan(more, digits - more), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? TimeSpan.FromSeconds(seconds) : null;
        }

        if (pattern.AgeAfter is null) return null;
        int at = text.IndexOf(pattern.AgeAfter, StringComparison.Ordinal);
        return at >= 0 && LineTimes.TryGoDuration(text.AsSpan(at + pattern.AgeAfter.Length), out TimeSpan age) ? age : null;
    }

    private LogLine Read(ReadOnlySpan<byte> content, string text, int start, int end)
    {
        const string Message = "MESSAGE=";
        if (!text.StartsWith(Message, StringComparison.Ordinal)) return LogLine.Read(text, reference);
        LogLine line = LogLine.Read(text[Message.Length..], reference);
        JournalExport.TakeFields(content, start, end, ref line);
        return line;
    }
}
