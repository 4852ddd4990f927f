using System.Globalization;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Walks one line of JSON without exceptions: logs are full of lines that only look like it, and an exception for each of a million would take minutes.
/// </summary>
internal ref struct JsonText(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    internal readonly bool IsAtEnd => _at >= _text.Length;

    /// <summary>The next byte that is no white space; 0 at the end.</summary>
    internal byte Peek()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') _at++;
        return _at < _text.Length ? _text[_at] : (byte)0;
    }

    internal bool TryTake(byte expected)
    {
        if (Peek() != expected || IsAtEnd) return false;
        _at++;
        return true;
    }

    /// <summary>A string with its escapes still in it, without quotes. One that is cut by the end counts, too.</summary>
    internal bool TryReadString(out ReadOnlySpan<byte> raw)
    {
        raw = default;
        if (!TryTake((byte)'"')) return false;
        int start = _at;
        while (_at < _text.Length)
        {
            int step = _text[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0) break;
            _at += step;
            if (_text[_at] == (byte)'"')
            {
                raw = _text[start.._at++];
                return true;
            }

            _at += 2;
        }

        _at = _text.Length;
        raw = _text[start..];
        return true;
    }

    /// <summary>A number or a word, as it stands.</summary>
    internal ReadOnlySpan<byte> ReadScalar()
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && _text[_at] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ')) _at++;
        return _text[start.._at];
    }

    /// <summary>Passes over an object or array, whatever its depth.</summary>
    internal void SkipNested()
    {
        int depth = 0;
        while (!IsAtEnd)
        {
            byte next = Peek();
            if (next == (byte)'"')
            {
                TryReadString(out _);
                continue;
            }

            _at++;
            if (next is (byte)'{' or (byte)'[') depth++;
            if (next is (byte)'}' or (byte)']' && --depth <= 0) return;
        }
    }

    /// <summary>An array of byte values, which journalctl prints for a message that is no valid UTF-8.</summary>
    internal void ReadByteArray(ScratchBytes bytes)
    {
        if (!TryTake((byte)'[')) return;
        while (byte.TryParse(ReadScalar(), out byte value))
        {
            bytes.Add(value);
            if (!TryTake((byte)',')) break;
        }

        while (!IsAtEnd && _text[_at++] != (byte)']')
        {
        }
    }

    /// <summary>Undoes the escapes of a string.</summary>
    internal static void Unescape(ReadOnlySpan<byte> raw, ScratchBytes bytes)
    {
        while (!raw.IsEmpty)
        {
            int escape = raw.IndexOf((byte)'\\');
            if (escape < 0 || escape + 1 >= raw.Length)
            {
                bytes.Add(escape < 0 ? raw : raw[..escape]);
                return;
            }

            bytes.Add(raw[..escape]);
            raw = raw[(escape + 1)..];
            raw = raw[One(raw, bytes)..];
        }
    }

    /// <summary>One escape after its backslash. The switch is the table of RFC 8259 section 7.</summary>
    private static int One(ReadOnlySpan<byte> raw, ScratchBytes bytes)
    {
        switch (raw[0])
        {
            case (byte)'n': bytes.Add((byte)'\n'); return 1;
            case (byte)'t': bytes.Add((byte)'\t'); return 1;
            case (byte)'r': bytes.Add((byte)'\r'); return 1;
            case (byte)'b' or (byte)'f': return 1;
            case (byte)'u' when TryHex(raw, out uint high):
                if (high is >= 0xD800 and < 0xDC00 && raw.Length > 6 && raw[5] == (byte)'\\' && TryHex(raw[6..], out uint low) && low is >= 0xDC00 and < 0xE000)
                {
                    bytes.AddRune(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
                    return 11;
                }

                bytes.AddRune(high);
                return 5;
            default: bytes.Add(raw[0]); return 1;
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> raw, out uint value)
    {
        value = 0;
        return raw.Length >= 5 && raw[0] == (byte)'u' && uint.TryParse(raw[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
