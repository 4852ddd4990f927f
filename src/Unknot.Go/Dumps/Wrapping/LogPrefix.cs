using System.Buffers;
using System.Buffers.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// What a log puts before each line: syslog and <c>journalctl</c> (short, short-precise, short-iso, short-full, short-unix, with-unit), RFC 5424,
/// the CRI's container logs, <c>kubectl logs --timestamps</c>, klog, Go's <c>log</c> package, or a bare <c>program[pid]:</c>.
/// </summary>
internal readonly ref struct LogPrefix
{
    private static readonly SearchValues<byte> s_notInHosts = SearchValues.Create("#()[]{}\"=,:/\\"u8);
    private static readonly SearchValues<byte> s_notInIdents = SearchValues.Create("(){}\",= \t["u8);

    /// <summary>Bytes of the prefix; the text's own indentation is not among them.</summary>
    internal int Length { get; private init; }

    internal ReadOnlySpan<byte> Time { get; private init; }

    internal ReadOnlySpan<byte> Ident { get; private init; }

    internal int Pid { get; private init; }

    internal bool HasIdent => !Ident.IsEmpty;

    internal static bool TryRead(ReadOnlySpan<byte> line, out LogPrefix prefix)
    {
        prefix = default;
        int start = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (start < 0) return false;
        if (TryReadKlog(line, start, out prefix)) return true;
        int at = start;
        bool isRfc5424 = false;
        if (line[at] == (byte)'<') at += PriorityLength(line[at..], out isRfc5424);
        int time = LogTime.Length(line[at..], out int wordy);
        if (time == 0) return TryReadIdent(line, at, default, out prefix);
        ReadOnlySpan<byte> timeText = line.Slice(at + wordy, time - wordy);
        at += time;
        if (at < line.Length && line[at] is not (byte)' ' and not (byte)'\t') return false;
        if (isRfc5424) return TryReadRfc5424(line, at, timeText, out prefix);
        if (TryReadIdent(line, at, timeText, out prefix) || TryReadCri(line, at, timeText, out prefix)) return true;
        prefix = new LogPrefix { Length = Math.Min(line.Length, at + 1), Time = timeText };
        return true;
    }

    /// <summary><c>host program[pid]: </c>, <c>host program: </c> or <c>program[pid]: </c>.</summary>
    private static bool TryReadIdent(ReadOnlySpan<byte> line, int at, ReadOnlySpan<byte> time, out LogPrefix prefix)
    {
        prefix = default;
        ReadOnlySpan<byte> rest = line[at..];
        int skipped = rest.IndexOfAnyExcept((byte)' ');
        if (skipped < 0) return false;
        ReadOnlySpan<byte> word = Word(rest[skipped..]);
        if (ReadIdent(word, mustHavePid: true, out ReadOnlySpan<byte> ident, out int pid))
        {
            prefix = new LogPrefix { Length = End(line, at + skipped + word.Length), Time = time, Ident = ident, Pid = pid };
            return true;
        }

        // Without a time before it, "host program:" is what any sentence looks like; and these begin lines of Go's own: "fatal error:", "runtime stack:".
        bool isGo = word.SequenceEqual("fatal"u8) || word.SequenceEqual("goroutine"u8) || word.SequenceEqual("runtime"u8);
        if (time.IsEmpty || isGo || word.IndexOfAny(s_notInHosts) >= 0) return false;
        int second = skipped + word.Length + 1;
        if (second >= rest.Length) return false;
        ReadOnlySpan<byte> next = Word(rest[second..]);
        if (!ReadIdent(next, mustHavePid: false, out ident, out pid)) return false;
        prefix = new LogPrefix { Length = End(line, at + second + next.Length), Time = time, Ident = ident, Pid = pid };
        return true;
    }

    private static bool ReadIdent(ReadOnlySpan<byte> word, bool mustHavePid, out ReadOnlySpan<byte> ident, out int pid)
    {
        ident = default;
        pid = 0;
        if (word.Length < 2 || word[^1] != (byte)':') return false;
        word = word[..^1];
        if (word[^1] == (byte)']')
        {
            int open = word.LastIndexOf((byte)'[');
            if (open <= 0 || !Utf8Parser.TryParse(word[(open + 1)..], out pid, out int digits) || open + 1 + digits != word.Length - 1) return false;
            word = word[..open];
        }
        else if (mustHavePid)
        {
            return false;
        }

        ident = word;
        return word.IndexOfAny(s_notInIdents) < 0;
    }

    /// <summary><c>2026-11-23T18:24:28.1Z stderr F text</c> (<c>kubelet/kuberuntime/logs</c>); the tag may be missing.</summary>
    private static bool TryReadCri(ReadOnlySpan<byte> line, int at, ReadOnlySpan<byte> time, out LogPrefix prefix)
    {
        prefix = default;
        ReadOnlySpan<byte> rest = line[at..];
        if (!rest.StartsWith(" stdout "u8) && !rest.StartsWith(" stderr "u8)) return false;
        int length = rest.Length >= 10 && rest[8] is (byte)'F' or (byte)'P' && rest[9] == (byte)' ' ? 10 : 8;
        prefix = new LogPrefix { Length = at + length, Time = time };
        return true;
    }

    /// <summary><c>E1123 18:24:28.123456    1234 file.go:12] text</c>.</summary>
    private static bool TryReadKlog(ReadOnlySpan<byte> line, int start, out LogPrefix prefix)
    {
        prefix = default;
        ReadOnlySpan<byte> text = line[start..];
        if (text.Length < 30 || text[0] is not ((byte)'I' or (byte)'W' or (byte)'E' or (byte)'F') || text[5] != (byte)' ' || text[8] != (byte)':') return false;
        if (text[1..5].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
        int close = text[..Math.Min(text.Length, 200)].IndexOf("] "u8);
        if (close < 0) return false;
        int pidAt = text[6..].IndexOf((byte)' ') + 6;
        if (!Utf8Parser.TryParse(text[pidAt..].TrimStart((byte)' '), out int pid, out _)) return false;
        prefix = new LogPrefix { Length = start + close + 2, Pid = pid };
        return true;
    }

    /// <summary><c>HOST APP PROCID MSGID STRUCTURED-DATA text</c>, RFC 5424 section 6.</summary>
    private static bool TryReadRfc5424(ReadOnlySpan<byte> line, int at, ReadOnlySpan<byte> time, out LogPrefix prefix)
    {
        prefix = default;
        ReadOnlySpan<byte> ident = default;
        int pid = 0;
        for (int field = 0; field < 5; field++)
        {
            if (++at >= line.Length) return false;
            ReadOnlySpan<byte> word = Word(line[at..]);
            if (field == 1) ident = word;
            if (field == 2) _ = Utf8Parser.TryParse(word, out pid, out _);
            int length = word.Length;
            if (field == 4 && word.StartsWith("["u8)) length = line[at..].IndexOf("] "u8) + 1;
            if (length <= 0) return false;
            at += length;
        }

        prefix = new LogPrefix { Length = End(line, at), Time = time, Ident = ident, Pid = pid };
        return true;
    }

    private static int PriorityLength(ReadOnlySpan<byte> line, out bool isRfc5424)
    {
        isRfc5424 = false;
        int close = line.IndexOf((byte)'>');
        if (close is < 2 or > 4 || line[1..close].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return 0;
        isRfc5424 = line[(close + 1)..].StartsWith("1 "u8);
        return isRfc5424 ? close + 3 : close + 1;
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)' ');
        return end < 0 ? text : text[..end];
    }

    private static int End(ReadOnlySpan<byte> line, int at) => at < line.Length && line[at] == (byte)' ' ? at + 1 : at;
}
