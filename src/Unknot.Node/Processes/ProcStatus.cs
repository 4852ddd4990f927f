using System.Buffers.Text;

namespace Unknot.Node.Processes;

/// <summary><c>/proc/PID/status</c>: the lines that are used here.</summary>
/// <param name="TracerPid"><c>TracerPid</c>; 0 when none.</param>
/// <param name="Uid">Effective uid, the second of <c>Uid</c>.</param>
/// <param name="ResidentBytes"><c>VmRSS</c>.</param>
/// <param name="NamespacePids"><c>NSpid</c>.</param>
/// <param name="OwnBytes">Memory that is no file's, wherever it is now: <c>RssAnon</c> (Linux 4.5) and <c>VmSwap</c>.</param>
internal sealed record ProcStatus(int? TracerPid, int? Uid, long? ResidentBytes, IReadOnlyList<int>? NamespacePids, long? OwnBytes)
{
    /// <summary>Parses the file; what is missing is null.</summary>
    public static ProcStatus Parse(ReadOnlySpan<byte> text)
    {
        List<int> uids = Numbers(Line(text, "Uid:"u8)), tracer = Numbers(Line(text, "TracerPid:"u8)), resident = Numbers(Line(text, "VmRSS:"u8));
        List<int> anonymous = Numbers(Line(text, "RssAnon:"u8)), swapped = Numbers(Line(text, "VmSwap:"u8));
        ReadOnlySpan<byte> pids = Line(text, "NSpid:"u8);
        return new ProcStatus(
            tracer.Count > 0 ? tracer[0] : null, uids.Count > 1 ? uids[1] : null, resident.Count > 0 ? resident[0] * 1024L : null, pids.IsEmpty ? null : Numbers(pids),
            anonymous.Count > 0 ? (anonymous[0] + (swapped.Count > 0 ? (long)swapped[0] : 0)) * 1024 : null);
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            if (line.StartsWith(name)) return line[name.Length..];
            text = end < 0 ? default : text[(end + 1)..];
        }

        return default;
    }

    private static List<int> Numbers(ReadOnlySpan<byte> line)
    {
        List<int> numbers = [];
        foreach (Range range in line.SplitAny((byte)' ', (byte)'\t'))
        {
            if (Utf8Parser.TryParse(line[range], out int number, out _)) numbers.Add(number);
        }

        return numbers;
    }
}
