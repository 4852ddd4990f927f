namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// A prefix of a kind not known beforehand (<c>[4.14.262] </c>, <c>dockerd_1  | </c>, <c>// </c>), learnt from what stands before a goroutine's header.
/// Digits in it may differ from line to line, as in a clock.
/// </summary>
internal sealed class LinePrefix
{
    private const int MaxLength = 256;
    private byte[] _prefix = [];

    /// <summary>Learns from a line with a header in it, and takes the prefix off a line that has it.</summary>
    /// <returns>How much of the line is prefix.</returns>
    internal int Length(ReadOnlySpan<byte> line)
    {
        if (_prefix.Length > 0 && Matches(line)) return Math.Min(line.Length, _prefix.Length);
        if (!TryFindHeader(line, out int at) || at is 0 or > MaxLength) return 0;
        _prefix = line[..at].ToArray();
        return at;
    }

    /// <summary>Finds a header that ends the line, behind whatever text.</summary>
    internal static bool TryFindHeader(ReadOnlySpan<byte> line, out int at)
    {
        at = -1;
        if (!line.EndsWith("]:"u8)) return false;
        at = line.LastIndexOf("goroutine "u8);
        return at >= 0 && LineShape.IsHeader(line[at..], out _);
    }

    private bool Matches(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> prefix = _prefix;
        if (line.Length < prefix.Length) prefix = prefix.TrimEnd((byte)' ');
        if (line.Length < prefix.Length) return false;
        for (int i = 0; i < prefix.Length; i++)
        {
            if (line[i] != prefix[i] && !(char.IsAsciiDigit((char)line[i]) && char.IsAsciiDigit((char)prefix[i]))) return false;
        }

        return true;
    }
}
