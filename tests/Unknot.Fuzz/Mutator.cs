using System.Text;

namespace Unknot.Fuzz;

/// <summary>Changes a seed a little, in the ways that files are damaged by accident and by malice.</summary>
public sealed class Mutator(IReadOnlyList<byte[]> seeds)
{
    /// <summary>Bytes of most inputs, and of the few long ones.</summary>
    public const int MaxShort = 4096, MaxLong = 1 << 16;

    private static readonly byte[] s_interesting = [.. "\n\t (){}[]<>:;,?.\"\\'0x1-+@#%=!\r"u8, 0, 0x1B, 0x7F, 0x80, 0xC3, 0xFF];

    /// <summary>What the grammars are made of.</summary>
    private static readonly byte[][] s_tokens = [.. new[]
    {
        "goroutine ", "\n\ngoroutine 1 [running]:\n", "goroutine 99999999999999999999 [", "[", "]:", "]:\n", "created by ", " in goroutine 7", "{0x", "{", "}", "(", ")", "?", "...", "_", ", ", "0x", "0xffffffffffffffffff",
        "\n\t", "\\n\\t", "\\n", "\\t", "\\\\", "\\\"", "\\u000a", "\\x0a", "\"", "=== BEGIN goroutine stack dump ===", "=== END goroutine stack dump ===", "msg=\"", "time=\"", "{\"msg\":\"", "{\"log\":\"", "{\"MESSAGE\":[",
        ", 71963 minutes", ", 99999999999999 minutes", ", locked to thread", " gp=0xc000 m=3 mp=0x1", "labels:{\"a\":\"b\"}", "...additional frames elided...", "...100000000000 frames elided...", "[originating from goroutine 1]:\n",
        "goroutine running on other thread; stack unavailable", "runtime stack:", "panic: ", "SIGQUIT: quit", "rax    0x0\n", "goroutine profile: total 99999999999\n", "3 @ 0x1 0x2\n", "#\t0x1\ta.b+0x1\t/x.go:1\n", "# labels: {\"a\":",
        "Nov 23 18:24:28 n x[1]: ", "2026-11-23T18:24:28Z ", "I1123 18:24:28.123456    1234 a.go:1] ", "<30>1 ", "MESSAGE=", "MESSAGE\n\x05\0\0\0\0\0\0\0", "__REALTIME_TIMESTAMP=99999999999999999999\n", "&lt;", "<pre>", "<br>", "#011", "> ",
        "PID PPID STAT WCHAN COMMAND\n", "==> /proc/1/stack <==\n", "# cat /proc/7/status\n", "[<0>] pipe_read+0x1/0x2\n", "INFO: task runc:1 blocked for more than 120 seconds.", "Call Trace:\n", "socket:[", "pid=", "fd=", "users:((\"",
        "apiVersion: v1\n", "kind: Node\n", "- ", ": ", "&a ", "*a", "? ", "| \n", "---\n", "[{", "}]", "\":", "null", "1e999", "\t\t", "    ", "\r\n", "\n\n\n", "0", "-1", "2147483648", "9223372036854775808", "18446744073709551616",
        "\u001b[31m", "\u202e", "ustar\0" + "00", "\x1f\u008b\b\0", "PK\x03\x04", "PK\x05\x06", "PK\x01\x02", "(\u00b5/\u00fd", "00000000000\0", "77777777777\0", "../../", "\0\0\0\0\0\0\0\0",
    }.Select(t => t.Any(c => c > 0xFF) ? Encoding.UTF8.GetBytes(t) : Encoding.Latin1.GetBytes(t))];

    private readonly byte[] _text = new byte[MaxLong * 2];
    private int _length, _limit;

    /// <summary>The input that the dice give.</summary>
    public byte[] Make(ref Dice dice)
    {
        _limit = dice.OneIn(64) ? MaxLong : MaxShort;
        _length = 0;
        Insert(0, dice.Of(seeds));
        for (int left = dice.Below(5) + dice.Below(5); left > 0; left--) Mutate(ref dice);
        return _text[..Math.Min(_length, _limit)];
    }

    // A switch that is a table.
    private void Mutate(ref Dice dice)
    {
        int at = dice.Below(_length), count = 1 + dice.Below(Math.Min(_length - at, dice.OneIn(4) ? MaxLong : 40));
        switch (dice.Below(13))
        {
            case 0 when _length > 0: _text[at] ^= (byte)(1 << dice.Below(8)); break;
            case 1 when _length > 0: _text[at] = dice.Of(s_interesting); break;
            case 2 when _length > 0: _text[at] = (byte)dice.Next(); break;
            case 3 when dice.OneIn(3): _length = at; break;
            case 4 when dice.OneIn(3): Remove(0, at); break;
            case 5: Insert(dice.Below(_length), _text[at..Math.Min(at + count, _length)]); break;
            case 6: Remove(at, count); break;
            case 7: Swap(at, dice.Below(_length), count); break;
            case 8: Splice(dice.Of(seeds), ref dice); break;
            case 9 or 10: Insert(at, dice.Of(s_tokens)); break;
            case 11: Repeat(at, dice.Of(s_tokens), 1 << dice.Below(12)); break;
            default: ReplaceNumber(at, ref dice); break;
        }
    }

    private void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, _limit - Math.Min(_length, _limit))];
        _text.AsSpan(at, _length - at).CopyTo(_text.AsSpan(at + bytes.Length));
        bytes.CopyTo(_text.AsSpan(at));
        _length += bytes.Length;
    }

    private void Remove(int at, int count)
    {
        count = Math.Min(count, _length - at);
        _text.AsSpan(at + count, _length - at - count).CopyTo(_text.AsSpan(at));
        _length -= count;
    }

    private void Swap(int a, int b, int count)
    {
        count = Math.Min(count, _length - Math.Max(a, b));
        for (int i = 0; i < count; i++) (_text[a + i], _text[b + i]) = (_text[b + i], _text[a + i]);
    }

    private void Splice(byte[] other, ref Dice dice)
    {
        _length = dice.Below(_length);
        Insert(_length, other.AsSpan(dice.Below(other.Length)));
    }

    private void Repeat(int at, byte[] token, int times)
    {
        times = Math.Min(times, (_limit - Math.Min(_length, _limit)) / token.Length);
        byte[] many = new byte[times * token.Length];
        for (int i = 0; i < times; i++) token.CopyTo(many, i * token.Length);
        Insert(at, many);
    }

    private void ReplaceNumber(int at, ref Dice dice)
    {
        while (at < _length && !char.IsAsciiDigit((char)_text[at])) at++;
        int end = at;
        while (end < _length && char.IsAsciiDigit((char)_text[end])) end++;
        if (end == at) return;
        Remove(at, end - at);
        string[] numbers = ["0", "-1", "00000000000000000000000001", "2147483647", "2147483648", "4294967295", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e308", "١"];
        Insert(at, Encoding.UTF8.GetBytes(dice.Of(numbers)));
    }
}
