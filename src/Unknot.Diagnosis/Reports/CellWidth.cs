using System.Globalization;
using System.Text;

namespace Unknot.Diagnosis.Reports;

/// <summary>
/// How many cells of a terminal a text takes: two for East Asian wide characters and most emoji, none for combining marks, one for the rest
/// (Unicode TR11, as wcwidth has it). Text of evidence may hold any of them, and a line must not be wider than it is counted.
/// </summary>
internal static class CellWidth
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115f), (0x231a, 0x231b), (0x23e9, 0x23ec), (0x25fd, 0x25fe), (0x2614, 0x2615), (0x2648, 0x2653), (0x26aa, 0x26ab), (0x26bd, 0x26be), (0x2705, 0x2705), (0x2728, 0x2728), (0x274c, 0x274c),
        (0x2753, 0x2757), (0x2795, 0x2797), (0x2b1b, 0x2b1c), (0x2e80, 0x303e), (0x3041, 0xa4cf), (0xa960, 0xa97c), (0xac00, 0xd7a3), (0xf900, 0xfaff), (0xfe30, 0xfe6f), (0xff00, 0xff60), (0xffe0, 0xffe6),
        (0x16fe0, 0x18cff), (0x1aff0, 0x1b2ff), (0x1f004, 0x1f0cf), (0x1f18e, 0x1f19a), (0x1f200, 0x1faff), (0x20000, 0x3fffd),
    ];

    public static int Of(string text)
    {
        if (Ascii.IsValid(text)) return text.Length;
        int cells = 0;
        foreach (Rune rune in text.EnumerateRunes()) cells += Of(rune);
        return cells;
    }

    /// <summary>Length of the longest beginning of the text that takes no more than so many cells; at least one character.</summary>
    public static int Fit(ReadOnlySpan<char> text, int cells)
    {
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            cells -= Of(rune);
            if (cells < 0 && length > 0) break;
            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private static int Of(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) return 0;
        foreach ((int first, int last) in Wide)
        {
            if (rune.Value >= first && rune.Value <= last) return 2;
        }

        return 1;
    }
}
