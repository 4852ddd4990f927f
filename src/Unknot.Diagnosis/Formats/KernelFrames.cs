namespace Unknot.Diagnosis.Formats;

/// <summary>
/// Frames of kernel stacks: <c>[&lt;0&gt;] futex_wait+0x67/0x120</c> (<c>/proc/PID/stack</c>), <c>[&lt;ffffffff81510915&gt;] ? schedule+0x9c/0x1b0 [aufs]</c>
/// (call traces up to Linux 4.9), <c>schedule+0x92/0x180</c> (later ones).
/// </summary>
internal static class KernelFrames
{
    /// <summary>Reads one frame.</summary>
    /// <param name="line">The line without log prefix.</param>
    /// <param name="function">Function name without offset.</param>
    /// <param name="isReliable">False where the unwinder marked it with <c>?</c>.</param>
    /// <returns>False when the line is no frame.</returns>
    public static bool TryRead(ReadOnlySpan<char> line, out string function, out bool isReliable)
    {
        function = "";
        isReliable = true;
        ReadOnlySpan<char> rest = line.Trim();
        if (rest.StartsWith("[<"))
        {
            int close = rest.IndexOf('>');
            if (close < 0 || close + 1 >= rest.Length || rest[close + 1] != ']') return false;
            rest = rest[(close + 2)..].TrimStart();
        }

        if (rest.StartsWith("? "))
        {
            isReliable = false;
            rest = rest[2..].TrimStart();
        }

        int end = rest.IndexOf(' ');
        ReadOnlySpan<char> word = end < 0 ? rest : rest[..end];
        int plus = word.IndexOf("+0x");
        if (plus <= 0 || word[(plus + 3)..].IndexOf("/0x") <= 0) return false;
        foreach (char c in word[..plus])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '$')) return false;
        }

        function = word[..plus].ToString();
        return true;
    }

    /// <summary>All frames in a row of lines; lines that are none are passed over.</summary>
    public static IReadOnlyList<string> Read(IEnumerable<string> lines)
    {
        List<string> reliable = [], all = [];
        foreach (string line in lines)
        {
            if (!TryRead(line, out string function, out bool isReliable)) continue;
            all.Add(function);
            if (isReliable) reliable.Add(function);
        }

        return reliable.Count > 0 ? reliable : all;
    }
}
