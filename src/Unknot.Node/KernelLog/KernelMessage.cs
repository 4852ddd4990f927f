using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Unknot.Node.KernelLog;

/// <summary>A record of <c>/dev/kmsg</c> (<c>Documentation/ABI/testing/dev-kmsg</c>).</summary>
/// <param name="Sequence">Its number since boot.</param>
/// <param name="SinceBoot">Its time on the kernel's local clock; microseconds.</param>
/// <param name="Caller"><c>T1054</c>, <c>C1</c>; null where the kernel does not tell (<c>CONFIG_PRINTK_CALLER</c>).</param>
/// <param name="Text">The message; several lines where it was printed so.</param>
internal sealed record KernelMessage(ulong Sequence, TimeSpan SinceBoot, string? Caller, string Text)
{
    /// <summary>Parses <c>6,339,5140900,-,caller=T1;message\n KEY=value\n</c>; null when it is none.</summary>
    public static KernelMessage? Parse(ReadOnlySpan<byte> record)
    {
        int text = record.IndexOf((byte)';');
        if (text < 0) return null;
        ReadOnlySpan<byte> head = record[..text], rest = record[(text + 1)..];
        string? caller = null;
        ulong sequence = 0, microseconds = 0;
        int field = 0;
        foreach (Range range in head.Split((byte)','))
        {
            ReadOnlySpan<byte> word = head[range];
            if (field == 1 && !Utf8Parser.TryParse(word, out sequence, out _)) return null;
            if (field == 2 && !Utf8Parser.TryParse(word, out microseconds, out _)) return null;
            if (word.StartsWith("caller="u8)) caller = Encoding.ASCII.GetString(word["caller="u8.Length..]);
            field++;
        }

        if (field < 4 || microseconds > (ulong)TimeSpan.MaxValue.TotalMicroseconds / 2) return null;
        int end = rest.IndexOf((byte)'\n');
        return new KernelMessage(sequence, TimeSpan.FromMicroseconds(microseconds), caller, Unescape(end < 0 ? rest : rest[..end]));
    }

    /// <summary>As <c>dmesg -T</c> prints it, each line of the text with the head.</summary>
    /// <param name="text">Takes the lines.</param>
    /// <param name="boot">When the kernel's clock was 0.</param>
    public void AppendTo(StringBuilder text, DateTimeOffset boot)
    {
        string time = (boot + SinceBoot).UtcDateTime.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture);
        foreach (string line in Text.Split('\n'))
        {
            text.Append('[').Append(time).Append(']');
            if (Caller is not null) text.Append('[').Append(Caller.PadLeft(6)).Append(']');
            text.Append(' ').Append(line).Append('\n');
        }
    }

    // The kernel writes what is not printable as \xNN (kernel/printk/printk.c, append_char); a line end in the text among them.
    private static string Unescape(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\x"u8) < 0) return Encoding.UTF8.GetString(text);
        List<byte> bytes = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && text[i + 1] == 'x' && Utf8Parser.TryParse(text.Slice(i + 2, 2), out byte value, out int used, 'x') && used == 2)
            {
                if (value is (byte)'\n' or (byte)'\t' or >= 0x20 and not 0x7F) bytes.Add(value);
                i += 3;
                continue;
            }

            bytes.Add(text[i]);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
