namespace Unknot.Diagnosis.Reports;

/// <summary>Lines of a fixed width: wraps at blanks, neutralises what comes out of evidence, and alone writes.</summary>
internal sealed class TextColumns
{
    private readonly TextWriter _writer;

    public TextColumns(TextWriter writer, int width, Ink ink)
    {
        _writer = writer;
        Width = width;
        Ink = ink;
    }

    public int Width { get; }

    public Ink Ink { get; }

    public void Line(string text = "") => _writer.Write(TerminalText.Neutralise(text).TrimEnd() + "\n");

    public void Heading(string text, string right = "")
    {
        Line();
        string padding = right.Length == 0 ? "" : new string(' ', Math.Max(1, Width - CellWidth.Of(TerminalText.Neutralise(text)) - CellWidth.Of(right)));
        _writer.Write(Ink.Bold(TerminalText.Neutralise(text)) + padding + TerminalText.Neutralise(right) + "\n");
    }

    /// <summary>Text behind a prefix that may hold colours, wrapped, with the following lines indented.</summary>
    public void Wrapped(string prefix, int prefixLength, string text, int indent, Func<string, string>? pen = null)
    {
        string line = prefix;
        int used = prefixLength;
        foreach (string word in Words(TerminalText.Neutralise(text)))
        {
            bool first = used == prefixLength || used == indent && line.Length == indent;
            int needed = CellWidth.Of(word) + (first ? 0 : 1);
            if (used + needed > Width && !first)
            {
                _writer.Write(line.TrimEnd() + "\n");
                line = new string(' ', indent);
                used = indent;
                first = true;
                needed = CellWidth.Of(word);
            }

            line += (first ? "" : " ") + (pen is null ? word : pen(word));
            used += needed;
        }

        _writer.Write(line.TrimEnd() + "\n");
    }

    /// <summary>Text with something at the right edge; wrapped above it where both do not fit.</summary>
    public void Row(string left, string right, Func<string, string>? pen = null)
    {
        string safe = TerminalText.Neutralise(left), end = TerminalText.Neutralise(right);
        int room = Width - CellWidth.Of(end) - (end.Length > 0 ? 1 : 0);
        string atEnd = (end.Length > 0 ? " " + end : "").TrimEnd();
        if (CellWidth.Of(safe) > room)
        {
            int indent = safe.Length - safe.TrimStart().Length + 2;
            int fits = CellWidth.Fit(safe, room);
            int cut = safe.LastIndexOf(' ', fits - 1);
            if (cut <= indent) cut = fits;
            string head = safe[..cut];
            _writer.Write(Padded(head, atEnd.Length == 0 ? 0 : room, pen) + atEnd + "\n");
            Wrapped(new string(' ', indent), indent, safe[cut..].TrimStart(), indent, pen);
            return;
        }

        _writer.Write(Padded(safe, atEnd.Length == 0 ? 0 : room, pen) + atEnd + "\n");
    }

    private static string Padded(string text, int cells, Func<string, string>? pen) =>
        cells == 0 ? Inked(text.TrimEnd(), pen) : Inked(text, pen) + new string(' ', Math.Max(0, cells - CellWidth.Of(text)));

    private static string Inked(string text, Func<string, string>? pen) => pen is null ? text : pen(text);

    // A word longer than a line is cut rather than left to the terminal.
    private IEnumerable<string> Words(string text)
    {
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            for (int at = 0; at < word.Length;)
            {
                int length = CellWidth.Fit(word.AsSpan(at), Width - 16);
                yield return word.Substring(at, length);
                at += length;
            }
        }
    }
}
