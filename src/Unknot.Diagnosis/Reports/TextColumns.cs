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
        string padding = right.Length == 0 ? "" : new string(' ', Math.Max(1, Width - text.Length - right.Length));
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
            int needed = word.Length + (first ? 0 : 1);
            if (used + needed > Width && !first)
            {
                _writer.Write(line.TrimEnd() + "\n");
                line = new string(' ', indent);
                used = indent;
                first = true;
                needed = word.Length;
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
        int room = Width - end.Length - (end.Length > 0 ? 1 : 0);
        if (safe.Length > room)
        {
            int indent = safe.Length - safe.TrimStart().Length + 2;
            int cut = safe.LastIndexOf(' ', room - 1);
            if (cut <= indent) cut = room;
            _writer.Write((pen is null ? safe[..cut] : pen(safe[..cut])) + new string(' ', Math.Max(0, room - cut)) + (end.Length > 0 ? " " + end : "") + "\n");
            Wrapped(new string(' ', indent), indent, safe[cut..].TrimStart(), indent, pen);
            return;
        }

        _writer.Write(((pen is null ? safe : pen(safe)) + new string(' ', room - safe.Length) + (end.Length > 0 ? " " + end : "")).TrimEnd() + "\n");
    }

    // A word longer than a line is cut rather than left to the terminal.
    private IEnumerable<string> Words(string text)
    {
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            for (int i = 0; i < word.Length; i += Width - 16) yield return word.Substring(i, Math.Min(Width - 16, word.Length - i));
        }
    }
}
