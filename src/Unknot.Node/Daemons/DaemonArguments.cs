namespace Unknot.Node.Daemons;

/// <summary>Flags of a daemon's command line, as Go's flag packages take them: <c>--flag value</c>, <c>--flag=value</c>, <c>-flag value</c>.</summary>
internal static class DaemonArguments
{
    /// <summary>Value of the first of the flags that is there; null when none is.</summary>
    public static string? Value(IReadOnlyList<string>? arguments, params ReadOnlySpan<string> flags)
    {
        foreach (string flag in flags)
        {
            if (Values(arguments, flag).FirstOrDefault() is { } value) return value;
        }

        return null;
    }

    /// <summary>All values of a flag that may stand several times.</summary>
    public static IEnumerable<string> Values(IReadOnlyList<string>? arguments, string flag)
    {
        for (int i = 1; i < (arguments?.Count ?? 0); i++)
        {
            string word = arguments![i];
            if (word == flag && i + 1 < arguments.Count) yield return arguments[i + 1];
            else if (word.Length > flag.Length && word[flag.Length] == '=' && word.StartsWith(flag, StringComparison.Ordinal)) yield return word[(flag.Length + 1)..];
        }
    }
}
