using System.Text;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>Strings as the runtime prints them in labels: bare, or quoted with Go's escapes.</summary>
internal static class QuotedText
{
    /// <summary>Takes a string and the separator behind it off the front of the text. Takes all where the separator is missing.</summary>
    public static string Take(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator)
    {
        if (!text.StartsWith((byte)'"'))
        {
            int at = text.IndexOf(separator);
            string bare = Encoding.UTF8.GetString(at < 0 ? text : text[..at]);
            text = at < 0 ? [] : text[(at + separator.Length)..];
            return bare;
        }
        int end = 1;
        while (end < text.Length && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        string value = Unescape(text[1..Math.Min(end, text.Length)]);
        text = end < text.Length ? text[(end + 1)..] : [];
        if (text.StartsWith(separator)) text = text[separator.Length..];
        else text = [];
        return value;
    }

    private static string Unescape(ReadOnlySpan<byte> text)
    {
        StringBuilder plain = new(text.Length);
        while (!text.IsEmpty)
        {
            int slash = text.IndexOf((byte)'\\');
            plain.Append(Encoding.UTF8.GetString(slash < 0 ? text : text[..slash]));
            if (slash < 0) break;
            text = text[(slash + 1)..];
            if (text.IsEmpty) break;
            int digits = text[0] switch { (byte)'x' => 2, (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
            text = digits > 0 && TryCode(text, digits, out Rune rune) ? Append(plain, rune, text[(digits + 1)..]) : Append(plain, Simple(text[0]), text[1..]);
        }
        return plain.ToString();
    }

    private static ReadOnlySpan<byte> Append(StringBuilder plain, Rune rune, ReadOnlySpan<byte> rest)
    {
        plain.Append(rune);
        return rest;
    }

    private static Rune Simple(byte escape) => new(escape switch { (byte)'n' => '\n', (byte)'t' => '\t', (byte)'r' => '\r', (byte)'a' => '\a', (byte)'b' => '\b', (byte)'f' => '\f', (byte)'v' => '\v', < 128 => (char)escape, _ => '?' });

    private static bool TryCode(ReadOnlySpan<byte> text, int digits, out Rune rune)
    {
        rune = default;
        if (text.Length <= digits || text[1..(digits + 1)].ContainsAnyExcept("0123456789abcdefABCDEF"u8)) return false;
        uint code = 0;
        foreach (byte c in text[1..(digits + 1)]) code = (code << 4) | (uint)Digits.HexDigit(c);
        return Rune.TryCreate(code, out rune);
    }
}
