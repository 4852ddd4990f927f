using System.Globalization;
using System.Text;

namespace Unknot.Diagnosis.Reports;

/// <summary>
/// Text out of evidence, made safe to print. A dump or a log is written by programs under attack: an escape sequence in a name could rename
/// the window, hide a line or type into the shell, and a bidi override could show another name than the one that is there.
/// </summary>
public static class TerminalText
{
    /// <summary>
    /// One line: every character that a terminal obeys instead of showing is written out (<c>\x1b</c>, <c>\u202e</c>), line ends and tabs too.
    /// These are the Unicode categories Cc (C0, DEL, C1), Cf (bidi and zero-width marks, tags), Zl, Zp, Co, Cn and lone surrogates.
    /// </summary>
    /// <param name="text">Text out of evidence; may be null.</param>
    /// <returns>The same, safe to print on one line.</returns>
    public static string Neutralise(string? text) => Clean(text, keepLines: false);

    /// <summary>The same for text of several lines: line feeds stay, a tab becomes a blank.</summary>
    /// <param name="text">Text out of evidence; may be null.</param>
    /// <returns>The same, safe to print.</returns>
    public static string NeutraliseLines(string? text) => Clean(text, keepLines: true);

    private static string Clean(string? text, bool keepLines)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return text;
        StringBuilder clean = new(text.Length + 16);
        for (int i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out Rune rune))
            {
                Append(clean, rune, keepLines);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                clean.Append($"\\u{(int)text[i]:x4}");
                i++;
            }
        }
        return clean.ToString();
    }

    private static void Append(StringBuilder clean, Rune rune, bool keepLines)
    {
        if (keepLines && rune.Value == '\n') clean.Append('\n');
        else if (keepLines && rune.Value == '\t') clean.Append(' ');
        else if (!IsObeyed(rune)) clean.Append(rune);
        else if (rune.Value < 0x100) clean.Append($"\\x{rune.Value:x2}");
        else if (rune.Value < 0x10000) clean.Append($"\\u{rune.Value:x4}");
        else clean.Append($"\\U{rune.Value:x8}");
    }

    private static bool IsObeyed(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
