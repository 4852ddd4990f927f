namespace Unknot.Go.Dumps.Canonical;

/// <summary>Numbers as the runtime's <c>print</c> writes them.</summary>
internal static class Digits
{
    /// <summary>Reads decimal digits to the end of the text; false where there is none, something else, or more than fits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > 19) return false;
        foreach (byte c in text)
        {
            if (!char.IsAsciiDigit((char)c)) return false;
            value = unchecked((value * 10) + (c - '0'));
        }
        return value >= 0;
    }

    /// <summary>Reads <c>0x…</c> at the start of the text.</summary>
    /// <returns>How many bytes it has; 0 where there is no such number.</returns>
    public static int ParseHex(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        if (text.Length < 3 || text[0] != '0' || text[1] != 'x') return 0;
        int i = 2;
        for (; i < text.Length && char.IsAsciiHexDigit((char)text[i]); i++)
        {
            if (i == 18) return 0;
            value = (value << 4) | (uint)HexDigit(text[i]);
        }
        return i == 2 ? 0 : i;
    }

    /// <summary>Value of a hexadecimal digit, which it must be.</summary>
    public static int HexDigit(byte c) => (c & 15) + (c >> 6) * 9;
}
