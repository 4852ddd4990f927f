namespace Unknot.Bundles.Redaction;

/// <summary>Keys with a value: <c>password=x</c>, <c>"token": "x"</c>, <c>--token x</c>, <c>Authorization: Basic x</c>.</summary>
internal ref partial struct TextSecrets
{
    // RFC 7235; AWS signs with one of its own.
    private static readonly byte[][] s_schemes = ["Bearer "u8.ToArray(), "Basic "u8.ToArray(), "Digest "u8.ToArray(), "Negotiate "u8.ToArray(), "AWS4-HMAC-SHA256 "u8.ToArray()];

    private int Key(int at)
    {
        bool isQuotedAuth = _text[at] == '"';
        int end = isQuotedAuth ? at + 5 : EndOfRun(at, s_name);
        int start = isQuotedAuth ? at + 1 : at;
        while (start > 0 && at - start < MaxName && s_name.Contains(_text[start - 1])) start--;
        SecretKind? known = isQuotedAuth ? SecretKind.Registry : SecretKeys.KindOf(_text[start..end]);
        if (known is SecretKind.Token or null && StartsWith(_text[at..], "token"u8)) Bootstrap(at);
        if (known is not { } kind) return end;
        int place = Skip(end, "\\\"'"u8, 2);
        bool isQuoted = place > end;
        int delimiter = Skip(place, " \t"u8, 8);
        if (delimiter >= _text.Length) return end;
        if (_text[delimiter] is not ((byte)'=' or (byte)':')) return Option(start, end, place, delimiter, kind);
        bool isLabel = _text[delimiter] == ':';
        int value = Skip(delimiter + 1, "=>"u8, 1);
        if (_text[value..].StartsWith("//"u8)) return end;
        value = Skip(value, " \t"u8, 8);
        bool isSure = !isLabel || isQuoted || kind is not SecretKind.Token || IsLineStart(start) || (value < _text.Length && _text[value] is (byte)'"' or (byte)'\'');
        return isSure ? Value(value, kind) : end;
    }

    /// <summary><c>--password secret</c>.</summary>
    private readonly int Option(int start, int end, int place, int next, SecretKind kind)
    {
        if (_text[start] != '-' || place != end || next == end || _text[next] is (byte)'-' or (byte)'\n' or (byte)'\r') return end;
        return Value(next, kind);
    }

    private readonly int Value(int start, SecretKind kind)
    {
        if (start >= _text.Length) return start;
        if (kind == SecretKind.Authorization) start = Scheme(Skip(start, "[\\\"'"u8, 3));
        int open = Skip(start, "\\"u8, 1);
        bool isQuoted = open < _text.Length && _text[open] is (byte)'"' or (byte)'\'';
        ReadOnlySpan<byte> value;
        if (isQuoted)
        {
            start = open + 1;
            ReadOnlySpan<byte> line = _text[start..EndOfLine(start)];
            int close = line.IndexOf(_text[open]);
            value = close < 0 ? line : line[..close];
            if (open > 0 && _text[open - 1] == '\\' && value.EndsWith("\\"u8)) value = value[..^1];
        }
        else if (kind == SecretKind.Authorization)
        {
            ReadOnlySpan<byte> line = _text[start..EndOfLine(start)];
            int close = line.IndexOfAny((byte)'"', (byte)'\'', (byte)']');
            value = (close < 0 ? line : line[..close]).TrimEnd("\\\r"u8);
        }
        else
        {
            value = Until(start, s_valueEnd, MaxValue);
        }

        // A structure follows, not a value.
        if (!value.IsEmpty && value[0] is not ((byte)'(' or (byte)'{' or (byte)'[') && !SecretKeys.IsHarmless(value)) Add(start, value.Length, kind);
        return start + value.Length;
    }

    private readonly int Scheme(int start)
    {
        foreach (byte[] scheme in s_schemes)
        {
            if (StartsWith(_text[Math.Min(start, _text.Length)..], scheme)) return start + scheme.Length;
        }

        return start;
    }

    private readonly int Skip(int start, ReadOnlySpan<byte> characters, int max)
    {
        int at = start;
        while (at < _text.Length && at - start < max && characters.Contains(_text[at])) at++;
        return at;
    }

    /// <summary>Only indentation, list dashes and quotes before it: a key of YAML or a header.</summary>
    private readonly bool IsLineStart(int start)
    {
        for (int i = start - 1; i >= 0 && start - i <= MaxName; i--)
        {
            if (_text[i] == '\n') return true;
            if (_text[i] is not ((byte)' ' or (byte)'\t' or (byte)'-' or (byte)'"' or (byte)'\'' or (byte)'>' or (byte)'<')) return false;
        }

        return start <= MaxName;
    }
}
