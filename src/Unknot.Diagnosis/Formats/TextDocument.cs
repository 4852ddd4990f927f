using System.Text;

namespace Unknot.Diagnosis.Formats;

/// <summary>A text file, or a section of one, as lines. Line numbers stay those of the whole file.</summary>
internal sealed class TextDocument
{
    private TextDocument(IReadOnlyList<string> lines, int lineOffset)
    {
        Lines = lines;
        _lineOffset = lineOffset;
    }

    private readonly int _lineOffset;

    /// <summary>Lines without their ends.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Number of a line in the file, from 1.</summary>
    public long LineNumber(int index) => _lineOffset + index + 1L;

    /// <summary>Decodes UTF-8 (or what a byte order mark says: Windows redirections write UTF-16); broken sequences become U+FFFD.</summary>
    public static TextDocument Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) return Of(Encoding.UTF8.GetString(bytes[3..]));
        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) return Of(Encoding.Unicode.GetString(bytes[2..]));
        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) return Of(Encoding.BigEndianUnicode.GetString(bytes[2..]));
        return Of(Encoding.UTF8.GetString(bytes));
    }

    /// <summary>Splits at line ends of every kind.</summary>
    public static TextDocument Of(string text)
    {
        List<string> lines = [];
        int start = 0;
        while (start <= text.Length)
        {
            int end = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (end < 0)
            {
                if (start < text.Length) lines.Add(text[start..]);
                break;
            }

            lines.Add(text.Substring(start, end));
            start += end + 1;
            if (text[start - 1] == '\r' && start < text.Length && text[start] == '\n') start++;
        }

        return new TextDocument(lines, 0);
    }

    /// <summary>Lines <paramref name="first"/> up to, not with, <paramref name="end"/>.</summary>
    public TextDocument Section(int first, int end)
    {
        string[] lines = new string[end - first];
        for (int i = first; i < end; i++) lines[i - first] = Lines[i];
        return new TextDocument(lines, _lineOffset + first);
    }
}
