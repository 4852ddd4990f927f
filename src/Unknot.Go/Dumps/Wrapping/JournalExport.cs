using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// <c>journalctl -o export</c> and <c>-o verbose</c>: one field a line, a record after the other (systemd's "Journal Export Formats"). A field with
/// control characters stands as its name, 8 bytes of length and the bytes themselves.
/// </summary>
internal ref struct JournalExport(ReadOnlySpan<byte> text, long firstLine)
{
    private static readonly SearchValues<byte> s_nameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8);
    private ReadOnlySpan<byte> _text = text;
    private long _line = firstLine;

    /// <summary>The record's message.</summary>
    internal ReadOnlySpan<byte> Message { get; private set; }

    internal LineOrigin Origin { get; private set; }

    /// <summary>True where a text is such an export.</summary>
    internal static bool IsIn(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> head = text[..Math.Min(text.Length, 1 << 16)];
        bool hasFields = head.IndexOf("__REALTIME_TIMESTAMP="u8) >= 0 || head.IndexOf("\n    _PID="u8) >= 0 || head.IndexOf("\n    PRIORITY="u8) >= 0;
        return hasFields && (text.IndexOf("\nMESSAGE"u8) >= 0 || text.IndexOf("\n    MESSAGE"u8) >= 0 || text.StartsWith("MESSAGE"u8));
    }

    /// <summary>Where each record starts, with its line.</summary>
    internal static List<(int Offset, long Line)> Starts(ReadOnlySpan<byte> text)
    {
        List<(int Offset, long Line)> starts = [(0, 1)];
        JournalExport export = new(text, 1);
        while (export.MoveNext()) starts.Add((text.Length - export._text.Length, export._line));
        return starts;
    }

    /// <summary>Reads on to the next record with a message.</summary>
    internal bool MoveNext()
    {
        bool hasMessage = false;
        ReadOnlySpan<byte> ident = default, message = default;
        int pid = 0;
        long microseconds = 0, messageLine = 0;
        while (!_text.IsEmpty)
        {
            long line = _line;
            if (!TryReadField(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
            {
                if (hasMessage) break;
                ident = default;
                (pid, microseconds) = (0, 0);
                continue;
            }

            if (name.SequenceEqual("MESSAGE"u8))
            {
                message = value;
                (messageLine, hasMessage) = (line, true);
            }
            else if (name.SequenceEqual("SYSLOG_IDENTIFIER"u8)) ident = value;
            else if (name.SequenceEqual("_COMM"u8) && ident.IsEmpty) ident = value;
            else if (name.SequenceEqual("_PID"u8)) _ = Utf8Parser.TryParse(value, out pid, out _);
            else if (name.SequenceEqual("__REALTIME_TIMESTAMP"u8)) _ = Utf8Parser.TryParse(value, out microseconds, out _);        }

        Message = message;
        Origin = new LineOrigin { Line = messageLine, Wrappings = Wrappings.JournalExport, Ident = ident, Pid = pid, UnixMicroseconds = microseconds };
        return hasMessage;
    }

    /// <summary>Reads a line; false where it is no field: the record's end, or the head of a verbose one.</summary>
    private bool TryReadField(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        int end = _text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = (end < 0 ? _text : _text[..end]).TrimEnd((byte)'\r');
        ReadOnlySpan<byte> rest = end < 0 ? [] : _text[(end + 1)..];
        _line++;
        _text = rest;
        line = line.TrimStart((byte)' ');
        int nameEnd = line.IndexOfAnyExcept(s_nameBytes);
        if (nameEnd > 0 && line[nameEnd] == (byte)'=')
        {
            name = line[..nameEnd];
            value = line[(nameEnd + 1)..];
            return true;
        }

        if (nameEnd >= 0 || line.IsEmpty || rest.Length < 8) return false;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        if (length > (ulong)(rest.Length - 8)) return false;
        name = line;
        value = rest.Slice(8, (int)length);
        _line += rest[..(8 + (int)length)].Count((byte)'\n') + 1;
        _text = rest[Math.Min(rest.Length, 9 + (int)length)..];
        return true;
    }
}
