using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Unknot.Diagnosis.Formats;

namespace Unknot.Bundles;

/// <summary>
/// The fields behind a dump in a log line: containerd forwards its shims' lines with <c>path=…/moby/ID pid=26507</c>, the only place that
/// tells which shim's it is.
/// </summary>
internal sealed partial record DumpTail(int? Pid, string? ContainerId, DateTimeOffset? Time)
{
    private const int TailLength = 600, HeadLength = 200;

    /// <summary>Tails by the line that the dump stands in.</summary>
    public static Dictionary<long, DumpTail> Find(ReadOnlySpan<byte> content)
    {
        Dictionary<long, DumpTail> tails = [];
        int position = 0;
        long line = 1;
        int hit;
        while ((hit = content[position..].IndexOf("=== BEGIN goroutine stack dump ==="u8)) >= 0)
        {
            line += content.Slice(position, hit).Count((byte)'\n');
            int at = position + hit;
            int start = content[..at].LastIndexOf((byte)'\n') + 1;
            int end = content[at..].IndexOf((byte)'\n');
            end = end < 0 ? content.Length : at + end;
            tails.TryAdd(line, Read(content[start..end]));
            position = end;
        }

        return tails;
    }

    private static DumpTail Read(ReadOnlySpan<byte> line)
    {
        string head = Encoding.UTF8.GetString(line[..Math.Min(HeadLength, line.Length)]);
        string tail = Encoding.UTF8.GetString(line[Math.Max(0, line.Length - TailLength)..]);
        int mark = tail.LastIndexOf("=== END goroutine stack dump ===", StringComparison.Ordinal);
        string fields = mark < 0 ? "" : tail[mark..];
        Match pid = PidField().Match(fields);
        Match time = TimeField().Match(head);
        return new DumpTail(
            pid.Success && int.TryParse(pid.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int p) ? p : null,
            ContainerNames.FindId(fields),
            time.Success && LineTimes.TryIso(time.Groups[1].ValueSpan, out DateTimeOffset t) ? t : null);
    }

    [GeneratedRegex("[ ,\"]pid\"?[=:]\"?(\\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex PidField();

    [GeneratedRegex("\"?time\"?[=:]\"?([^\" ]+)", RegexOptions.CultureInvariant)]
    private static partial Regex TimeField();
}
