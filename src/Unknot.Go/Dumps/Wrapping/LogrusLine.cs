using System.Buffers.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>The text form of logrus records: <c>time="…" level=info msg="…" pid=1234</c> (<c>logrus/text_formatter.go</c>).</summary>
internal static class LogrusLine
{
    /// <summary>The fields before the message are few and short; a message that begins later is not looked for.</summary>
    private const int MaxMessageStart = 512;

    /// <summary>Finds the message of a record.</summary>
    /// <param name="line">A line, trimmed at its start.</param>
    /// <param name="time">The record's time as written; empty where none.</param>
    /// <param name="message">Where the value of <c>msg=</c> starts, its quote included.</param>
    internal static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> time, out int message)
    {
        time = default;
        message = 0;
        if (!line.StartsWith("time="u8) && !line.StartsWith("level="u8)) return false;
        int at = line[..Math.Min(line.Length, MaxMessageStart)].IndexOf(" msg="u8);
        if (at < 0) return false;
        message = at + 5;
        if (line[0] == (byte)'t') time = Value(line[5..at]);
        return true;
    }

    /// <summary>The number behind <c> pid=</c> in a record's fields; 0 where none.</summary>
    internal static int Pid(ReadOnlySpan<byte> fields)
    {
        int at = fields.IndexOf(" pid="u8);
        return at >= 0 && Utf8Parser.TryParse(fields[(at + 5)..].TrimStart((byte)'"'), out int pid, out _) && pid > 0 ? pid : 0;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> field)
    {
        bool quoted = field.StartsWith("\""u8);
        if (quoted) field = field[1..];
        int end = field.IndexOf(quoted ? (byte)'"' : (byte)' ');
        return end < 0 ? field : field[..end];
    }
}
