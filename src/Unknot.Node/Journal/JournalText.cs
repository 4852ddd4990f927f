using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Node.Processes;

namespace Unknot.Node.Journal;

/// <summary>
/// Lines of one component, taken newest first up to a limit, printed as <c>journalctl -o short-iso-precise</c> prints them but with the time in
/// UTC and the head before each line of a message: a dump printed as one message reads like one printed line by line.
/// </summary>
internal sealed class JournalText(NamespacePids pids, int maxBytes)
{
    private readonly List<(ulong Time, string Text)> _entries = [];
    private int _bytes;

    /// <summary>True when no older entry is taken.</summary>
    public bool IsFull => _bytes >= maxBytes;

    /// <summary>Time of the oldest entry taken.</summary>
    public DateTimeOffset Oldest => Time(_entries[^1].Time);

    public void Add(JournalEntry entry)
    {
        StringBuilder text = new();
        string head = Head(entry);
        foreach (string line in (entry[JournalField.Message] ?? "").TrimEnd('\n').Split('\n')) text.Append(head).Append(line.TrimEnd('\r')).Append('\n');
        _entries.Add((entry.Realtime, text.ToString()));
        _bytes += text.Length;
    }

    /// <summary>The document, oldest first.</summary>
    public byte[] Print()
    {
        StringBuilder text = new(_bytes);
        // Several files overlap; entries of one moment keep their order.
        foreach ((ulong _, string lines) in Enumerable.Reverse(_entries).OrderBy(e => e.Time)) text.Append(lines);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static DateTimeOffset Time(ulong microseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)Math.Min(microseconds, 253_402_300_799_000_000) * TimeSpan.TicksPerMicrosecond);

    private string Head(JournalEntry entry)
    {
        string time = Time(entry.Realtime).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        string host = Word(entry[JournalField.Host] ?? "localhost");
        if (entry[JournalField.Transport] == "kernel") return $"{time} {host} {Components.Kernel}: ";
        string ident = Word(entry[JournalField.Identifier] ?? entry[JournalField.Command] ?? "unknown");
        bool hasPid = int.TryParse(entry[JournalField.Pid] ?? entry[JournalField.SyslogPid], NumberStyles.None, CultureInfo.InvariantCulture, out int pid);
        return hasPid && pids.Outer(pid) is { } outer ? $"{time} {host} {ident}[{outer}]: " : $"{time} {host} {ident}: ";
    }

    private static string Word(string text) => text.Length == 0 ? "-" : string.Join('_', text.Split([' ', '\t', '\n', '[', ']'], StringSplitOptions.RemoveEmptyEntries));
}
