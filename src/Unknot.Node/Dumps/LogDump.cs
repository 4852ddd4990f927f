using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Unknot.Node.Dumps;

/// <summary>A dump that stands in a daemon's log as one escaped line, as logrus writes it: <c>msg="=== BEGIN goroutine stack dump ===\ngoroutine 13 …" … pid=175</c>.</summary>
/// <param name="Pid">The pid behind it, in the writer's own pid namespace; null when there is none. Shims write theirs, containerd does not.</param>
/// <param name="Text">The dump as it was before it was escaped.</param>
internal sealed partial record LogDump(int? Pid, byte[] Text)
{
    private const string Begin = "=== BEGIN goroutine stack dump ===", End = "=== END goroutine stack dump ===";

    /// <summary>Dumps in the lines of a log, in their order. journald cuts a line at 48 KiB (<c>LineMax</c>): what follows a line that has no end belongs to it.</summary>
    public static List<LogDump> In(IEnumerable<string> lines)
    {
        List<LogDump> dumps = [];
        StringBuilder? open = null;
        foreach (string line in lines)
        {
            if (line.Contains(Begin, StringComparison.Ordinal)) open = new StringBuilder();
            open?.Append(line);
            if (open is null || !line.Contains(End, StringComparison.Ordinal)) continue;
            if (Parse(open.ToString()) is { } dump) dumps.Add(dump);
            open = null;
        }

        return dumps;
    }

    private static LogDump? Parse(string line)
    {
        int begin = line.IndexOf(Begin, StringComparison.Ordinal), end = line.IndexOf(End, StringComparison.Ordinal);
        if (end < begin) return null;
        string fields = line[..begin] + " " + line[(end + End.Length)..];
        Match pid = PidField().Match(fields);
        return new LogDump(
            pid.Success && int.TryParse(pid.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null,
            Encoding.UTF8.GetBytes(Unescape(line[(begin + Begin.Length)..end]).Trim('\n') + "\n"));
    }

    /// <summary>Go's and JSON's escapes, as far as a dump has them.</summary>
    private static string Unescape(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            char escaped = text[++i];
            if (escaped == 'u' && i + 4 < text.Length && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else
            {
                plain.Append(escaped switch { 'n' => '\n', 't' => '\t', 'r' => '\r', _ => escaped });
            }
        }

        return plain.ToString();
    }

    [GeneratedRegex("[ ,\"{]pid\"?[=:]\"?(\\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex PidField();
}
