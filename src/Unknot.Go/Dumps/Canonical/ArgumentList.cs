namespace Unknot.Go.Dumps.Canonical;

/// <summary>The argument words of a call (<c>runtime/traceback.go</c>, <c>printArgs</c>; before Go 1.17 a flat list of up to 10 words).</summary>
internal static class ArgumentList
{
    /// <summary>Reads the words between a call's parentheses.</summary>
    /// <param name="text">Without the parentheses.</param>
    /// <param name="isWellFormed">False where something was no argument: the words before it are given.</param>
    public static ArgumentWord[] Parse(ReadOnlySpan<byte> text, out bool isWellFormed)
    {
        List<ArgumentWord> words = [];
        int depth = 0;
        isWellFormed = true;
        while (!text.IsEmpty)
        {
            int used = TakeToken(text, ref depth, words);
            if (used == 0) { isWellFormed = false; break; }
            text = text[used..];
        }
        return [.. words];
    }

    /// <returns>How many bytes the token has; 0 for what is none.</returns>
    private static int TakeToken(ReadOnlySpan<byte> text, ref int depth, List<ArgumentWord> words)
    {
        switch (text[0])
        {
            case (byte)' ' or (byte)',':
                return 1;
            case (byte)'{':
                depth++;
                return 1;
            case (byte)'}':
                depth--;
                return depth < 0 ? 0 : 1;
            case (byte)'_':
                words.Add(new ArgumentWord(0, Clamp(depth), ArgumentWordFlags.NotPrinted));
                return 1;
            case (byte)'.':
                if (!text.StartsWith("..."u8)) return 0;
                words.Add(new ArgumentWord(0, Clamp(depth), ArgumentWordFlags.Elided));
                return 3;
            default:
                int used = Digits.ParseHex(text, out ulong value);
                if (used == 0) return 0;
                bool isUnreliable = used < text.Length && text[used] == '?';
                words.Add(new ArgumentWord(value, Clamp(depth), isUnreliable ? ArgumentWordFlags.Unreliable : ArgumentWordFlags.None));
                return isUnreliable ? used + 1 : used;
        }
    }

    private static byte Clamp(int depth) => (byte)Math.Min(depth, byte.MaxValue);
}
