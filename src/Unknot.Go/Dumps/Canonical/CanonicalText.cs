namespace Unknot.Go.Dumps.Canonical;

/// <summary>Tells canonical text from wrapped text by its beginning.</summary>
internal static class CanonicalText
{
    /// <summary>
    /// Whether a text begins like a canonical dump: its first line that is not blank is a header, there is no carriage return, no line
    /// begins with a space, and file lines behind a tab are about as many as other lines.
    /// </summary>
    /// <param name="beginning">The first stretch of the text; the last line may be cut.</param>
    public static bool IsLikely(ReadOnlySpan<byte> beginning)
    {
        ReadOnlySpan<byte> text = beginning.TrimStart((byte)'\n');
        int newline = text.IndexOf((byte)'\n');
        if (newline < 0 || !HeaderLine.IsHeader(text[..newline]) || !text[..newline].EndsWith("]:"u8)) return false;
        if (text.Contains((byte)'\r') || text.IndexOf("\n "u8) >= 0) return false;
        return text.Count("\n\t"u8) * 4 > text.Count((byte)'\n');
    }
}
