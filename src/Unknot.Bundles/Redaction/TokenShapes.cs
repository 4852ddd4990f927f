using System.Buffers;

namespace Unknot.Bundles.Redaction;

/// <summary>Tokens that are known by their form, wherever they stand.</summary>
internal static class TokenShapes
{
    private static readonly SearchValues<byte> s_word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);
    private static readonly SearchValues<byte> s_capital = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    // AWS: IAM user guide, "unique identifiers"; GitHub: "about authentication"; GitLab, Slack, Google: their documentation of tokens; SWMTKN: moby swarmkit.
    private static readonly Shape[] s_shapes =
    [
        new("AKIA"u8, 20, 20, s_capital, SecretKind.AwsKey),
        new("ASIA"u8, 20, 20, s_capital, SecretKind.AwsKey),
        new("ghp_"u8, 30, 300, s_word, SecretKind.Token),
        new("gho_"u8, 30, 300, s_word, SecretKind.Token),
        new("ghs_"u8, 30, 300, s_word, SecretKind.Token),
        new("ghu_"u8, 30, 300, s_word, SecretKind.Token),
        new("github_pat_"u8, 30, 300, s_word, SecretKind.Token),
        new("glpat-"u8, 20, 300, s_word, SecretKind.Token),
        new("xoxb-"u8, 20, 300, s_word, SecretKind.Token),
        new("xoxp-"u8, 20, 300, s_word, SecretKind.Token),
        new("AIza"u8, 39, 39, s_word, SecretKind.Token),
        new("SWMTKN-"u8, 50, 200, s_word, SecretKind.Token),
    ];

    /// <summary>How they begin.</summary>
    public static IEnumerable<string> Beginnings => s_shapes.Select(s => System.Text.Encoding.ASCII.GetString(s.Beginning)).Append("eyJ");

    /// <summary>Looks at one place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where one of <see cref="Beginnings"/> stands, in any case.</param>
    /// <param name="kind">What it is.</param>
    /// <returns>Its length; 0 when it is none.</returns>
    public static int Match(ReadOnlySpan<byte> text, int at, out SecretKind kind)
    {
        kind = SecretKind.Jwt;
        if (at > 0 && s_word.Contains(text[at - 1])) return 0;
        ReadOnlySpan<byte> rest = text[at..];
        if (rest.StartsWith("eyJ"u8)) return LengthOfJwt(rest);
        foreach (Shape shape in s_shapes)
        {
            if (!rest.StartsWith(shape.Beginning)) continue;
            kind = shape.Kind;
            int length = Run(rest, shape.Characters);
            return length >= shape.Shortest && length <= shape.Longest ? length : 0;
        }

        return 0;
    }

    /// <summary>Header and payload are JSON objects in base64url, and both so begin with <c>eyJ</c>; an unsigned one ends in a dot.</summary>
    private static int LengthOfJwt(ReadOnlySpan<byte> rest)
    {
        int header = Run(rest, s_word);
        if (header < 10 || header >= rest.Length || rest[header] != '.') return 0;
        ReadOnlySpan<byte> payload = rest[(header + 1)..];
        int length = Run(payload, s_word);
        if (length < 4 || !payload.StartsWith("eyJ"u8)) return 0;
        int end = header + 1 + length;
        return end < rest.Length && rest[end] == '.' ? end + 1 + Run(rest[(end + 1)..], s_word) : end;
    }

    private static int Run(ReadOnlySpan<byte> text, SearchValues<byte> characters) => text.IndexOfAnyExcept(characters) is var end and >= 0 ? end : text.Length;

    private sealed class Shape(ReadOnlySpan<byte> beginning, int shortest, int longest, SearchValues<byte> characters, SecretKind kind)
    {
        public byte[] Beginning { get; } = beginning.ToArray();

        public int Shortest => shortest;

        public int Longest => longest;

        public SearchValues<byte> Characters => characters;

        public SecretKind Kind => kind;
    }
}
