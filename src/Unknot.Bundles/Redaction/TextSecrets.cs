using System.Buffers;

namespace Unknot.Bundles.Redaction;

/// <summary>
/// Finds secrets in plain text by pattern. A scanner by hand: it goes from anchor to anchor (<see cref="AnchorFinder"/>), looks a bounded way around each
/// and never goes back, so that no input makes it slow.
/// </summary>
internal ref partial struct TextSecrets
{
    private const int MaxName = 64, MaxValue = 4096, MaxPem = 32 << 10;

    private static readonly SearchValues<byte> s_name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);
    private static readonly SearchValues<byte> s_valueEnd = SearchValues.Create(" \t\r\n,;&)]}\"'\\<>|"u8);
    private static readonly SearchValues<byte> s_authorityEnd = SearchValues.Create("/?# \t\r\n\"'<>\\`|,;)]}"u8);
    private static readonly SearchValues<byte> s_bearer = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/="u8);
    private static readonly SearchValues<byte> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\ \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _text;
    private readonly SecretList _found;
    private readonly int _offset;
    private int _noPemEndBefore, _wordsTo, _bootstrapTo;

    private TextSecrets(ReadOnlySpan<byte> text, int offset, SecretList found)
    {
        _text = text;
        _offset = offset;
        _found = found;
    }

    /// <summary>Looks through a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">Where it begins in what <paramref name="found"/> counts in.</param>
    /// <param name="anchors">For the search.</param>
    /// <param name="found">Takes the secrets.</param>
    public static void Find(ReadOnlySpan<byte> text, int offset, AnchorFinder anchors, SecretList found)
    {
        if (text.Length < 4) return;
        TextSecrets scan = new(text, offset, found);
        anchors.Reset();
        for (int at = 0; (at = anchors.Next(text, at)) >= 0;) at = Math.Max(scan.Match(at), at + 1);
    }

    /// <summary>Looks at one anchor.</summary>
    /// <returns>Where to go on.</returns>
    private int Match(int at)
    {
        if (_text[at] == ':') return Url(at);
        if (_text[at] == '-') return PrivateKey(at);
        int length = TokenShapes.Match(_text, at, out SecretKind kind);
        if (length > 0)
        {
            Add(at, length, kind);
            return at + length;
        }

        ReadOnlySpan<byte> rest = _text[at..];
        if (StartsWith(rest, "bearer "u8)) return Bearer(at);
        if (StartsWith(rest, "environment="u8)) return Environment(at);
        if (StartsWith(rest, "kubeadm"u8)) return Bootstrap(at);
        Command(at);
        return Key(at);
    }

    private readonly void Add(int start, int length, SecretKind kind) => _found.Add(_offset + start, length, kind);

    /// <summary><c>scheme://user:password@host</c>, or a long user without a password, which then is a token.</summary>
    private readonly int Url(int at)
    {
        const int ShortestToken = 20;
        int start = at + 3;
        ReadOnlySpan<byte> authority = Until(start, s_authorityEnd, MaxValue);
        int user = authority.LastIndexOf((byte)'@');
        if (user <= 0) return start;
        int colon = authority[..user].IndexOf((byte)':');
        int from = colon < 0 ? 0 : colon + 1;
        if ((colon >= 0 || user >= ShortestToken) && !SecretKeys.IsHarmless(authority[from..user])) Add(start + from, user - from, SecretKind.Url);
        return start + user;
    }

    private readonly int Bearer(int at)
    {
        const int Shortest = 16;
        int start = at + "bearer ".Length, end = EndOfRun(start, s_bearer);
        if (end - start >= Shortest) Add(start, end - start, SecretKind.Authorization);
        return end;
    }

    /// <summary><c>systemctl show</c> and unit files: the rest of the line is variables.</summary>
    private readonly int Environment(int at)
    {
        int start = at + "environment=".Length;
        if (!IsLineStart(at)) return start;
        int end = EndOfLine(start);
        Add(start, end - start, SecretKind.Env);
        return end;
    }

    private int PrivateKey(int at)
    {
        int header = at + "-----BEGIN".Length;
        int name = _text[header..Math.Min(_text.Length, header + MaxName)].IndexOf("-----"u8);
        if (name < 0 || _text.Slice(header, name).IndexOf("PRIVATE KEY"u8) < 0) return header;
        int body = header + name + 5;
        int limit = Math.Min(_text.Length, body + MaxPem), from = Math.Min(limit, Math.Max(body, _noPemEndBefore));
        int footer = _text[from..limit].IndexOf("-----END"u8);
        if (footer < 0)
        {
            // Cut off: what looks like the key's text goes.
            _noPemEndBefore = Math.Max(body, limit - 8);
            int cut = Math.Min(limit, EndOfRun(body, s_base64));
            Add(at, cut - at, SecretKind.PrivateKey);
            return cut;
        }

        int end = from + footer + 8;
        int close = _text[end..Math.Min(_text.Length, end + MaxName)].IndexOf("-----"u8);
        end = close < 0 ? end : end + close + 5;
        Add(at, end - at, SecretKind.PrivateKey);
        return end;
    }

    /// <summary><c>abcdef.0123456789abcdef</c> with at least one digit, on a line that speaks of tokens: elsewhere that may be a file.</summary>
    private int Bootstrap(int at)
    {
        const int Id = 6, Secret = 16;
        int start = Math.Max(at, _bootstrapTo), end = Math.Max(start, Math.Min(EndOfLine(at), at + MaxValue));
        for (int i = start; i < end; i++)
        {
            int dot = _text[i..end].IndexOf((byte)'.');
            if (dot < 0) break;
            i += dot;
            if (i < Id || i + Secret >= _text.Length) continue;
            if (RunBack(i) != Id || Run(i + 1) != Secret || _text.Slice(i + 1, Secret).IndexOfAnyInRange((byte)'0', (byte)'9') < 0) continue;
            Add(i - Id, Id + 1 + Secret, SecretKind.BootstrapToken);
        }

        _bootstrapTo = end;
        return at + 1;
    }

    private readonly int RunBack(int dot)
    {
        int length = 0;
        while (length < dot && length <= 6 && IsTokenLetter(_text[dot - length - 1])) length++;
        return length;
    }

    private readonly int Run(int start)
    {
        int length = 0;
        while (start + length < _text.Length && length <= 16 && IsTokenLetter(_text[start + length])) length++;
        return length;
    }

    private static bool IsTokenLetter(byte b) => b is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z');

    /// <summary>A program with options of its own: goes through its words to the end of the command.</summary>
    private void Command(int at)
    {
        if (at < _wordsTo || (at > 0 && s_name.Contains(_text[at - 1]))) return;
        int end = Math.Min(EndOfLine(at), at + MaxValue);
        if (_text[at..end].IndexOfAny((byte)' ', (byte)'\t') is not (> 0 and var space)) return;
        CommandWords words = new();
        if (!words.Start(_text.Slice(at, space))) return;
        int word = at + space;
        while (word < end)
        {
            if (_text[word] is (byte)' ' or (byte)'\t')
            {
                word++;
                continue;
            }

            if (_text[word] is (byte)'|' or (byte)';' or (byte)'&') break;
            int close = _text[word..end].IndexOfAny((byte)' ', (byte)'\t');
            ReadOnlySpan<byte> bare = close < 0 ? _text[word..end] : _text.Slice(word, close);
            int next = word + bare.Length;
            ReadOnlySpan<byte> plain = bare.Trim("\"'\\"u8);
            int secret = words.Take(plain, out SecretKind kind);
            if (secret >= 0) Add(word + bare.IndexOf(plain) + secret, plain.Length - secret, kind);
            word = next;
        }

        _wordsTo = word;
    }

    private readonly ReadOnlySpan<byte> Until(int start, SearchValues<byte> ends, int max)
    {
        ReadOnlySpan<byte> part = _text[start..Math.Min(_text.Length, start + max)];
        int end = part.IndexOfAny(ends);
        return end < 0 ? part : part[..end];
    }

    private readonly int EndOfRun(int start, SearchValues<byte> characters) => start >= _text.Length ? _text.Length : _text[start..].IndexOfAnyExcept(characters) is var end and >= 0 ? start + end : _text.Length;

    private readonly int EndOfLine(int start)
    {
        ReadOnlySpan<byte> part = _text[Math.Min(start, _text.Length)..Math.Min(_text.Length, start + MaxValue)];
        int end = part.IndexOf((byte)'\n');
        return start + (end < 0 ? part.Length : end);
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[..word.Length], word);
}
