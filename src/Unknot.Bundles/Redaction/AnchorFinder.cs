using System.Buffers;
using System.Text;

namespace Unknot.Bundles.Redaction;

/// <summary>
/// Finds the next word near which a secret may stand. .NET searches for many words at once in UTF-16 only, so the bytes are widened block by block
/// (Latin-1, one to one): all words looked for are ASCII.
/// </summary>
internal sealed class AnchorFinder
{
    private static readonly string[] s_words =
    [
        "://", "-----BEGIN", "bearer ", "environment=", "kubeadm",
        "password", "passwd", "passphrase", "secret", "token", "apikey", "api_key", "api-key", "accesskey", "access_key", "access-key",
        "privatekey", "private_key", "private-key", "client-key-data", "credential", "authorization", "registry-auth", "registry-config", "dockerconfigjson", "_pwd", "\"auth\"",
        .. TokenShapes.Beginnings, .. CommandWords.Programs,
    ];

    private static readonly SearchValues<string> s_search = SearchValues.Create(s_words, StringComparison.OrdinalIgnoreCase);
    private static readonly int s_longest = s_words.Max(w => w.Length);
    private readonly char[] _block = new char[16 << 10];
    private int _start, _end;

    /// <summary>A new text begins.</summary>
    public void Reset() => (_start, _end) = (0, 0);

    /// <summary>The next anchor.</summary>
    /// <param name="text">The text; the same until <see cref="Reset"/>.</param>
    /// <param name="from">Where to begin.</param>
    /// <returns>Its place; -1 when there is none.</returns>
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        if (from < _start || from >= _end) Load(text, from);
        while (from < text.Length)
        {
            int found = _block.AsSpan(from - _start, _end - from).IndexOfAny(s_search);
            if (found >= 0) return from + found;
            if (_end == text.Length) return -1;
            from = Math.Max(from, _end - s_longest + 1);
            Load(text, from);
        }

        return -1;
    }

    private void Load(ReadOnlySpan<byte> text, int from)
    {
        _start = from;
        _end = Math.Min(text.Length, from + _block.Length);
        if (_end > from) Encoding.Latin1.GetChars(text[from.._end], _block);
    }
}
