using System.Text;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>A goroutine's header, taken apart (<c>runtime/traceback.go</c>, <c>goroutineheader</c>).</summary>
internal ref struct HeaderLine
{
    public long Id;

    /// <summary>State or wait reason, without marks like <c>(scan)</c>.</summary>
    public ReadOnlySpan<byte> State;

    /// <summary>-1 where none is printed.</summary>
    public int WaitMinutes;
    public bool IsLockedToThread;
    public ulong? GAddress;
    public long? MId;

    /// <summary>What stands between the braces of <c>labels:{…}</c>.</summary>
    public ReadOnlySpan<byte> Labels;

    /// <summary>False where id or state could not be read.</summary>
    public bool IsWellFormed;

    /// <summary>Whether a line is a header: <c>goroutine</c>, a space and a digit.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) => line.Length > 10 && line.StartsWith("goroutine "u8) && char.IsAsciiDigit((char)line[10]);

    public static HeaderLine Parse(ReadOnlySpan<byte> line)
    {
        HeaderLine header = new() { WaitMinutes = -1 };
        ReadOnlySpan<byte> text = line["goroutine ".Length..];
        int digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = text.Length;
        bool hasId = Digits.TryParse(text[..digits], out header.Id);
        if (!hasId) header.Id = 0;
        text = text[digits..];
        int open = text.IndexOf((byte)'[');
        if (open < 0) return header;
        header.ReadRegisters(text[..open]);
        text = text[(open + 1)..].TrimEnd(": "u8);
        bool isClosed = text.EndsWith((byte)']');
        header.ReadBrackets(isClosed ? text[..^1] : text);
        header.IsWellFormed = hasId && isClosed && !header.State.IsEmpty;
        return header;
    }

    /// <summary><c>gp=0x… m=5 mp=0x…</c>, Go 1.23 and later under GOTRACEBACK=system.</summary>
    private void ReadRegisters(ReadOnlySpan<byte> text)
    {
        int gp = text.IndexOf(" gp=0x"u8);
        if (gp >= 0 && Digits.ParseHex(text[(gp + 4)..], out ulong address) > 0) GAddress = address;
        int m = text.IndexOf(" m="u8);
        if (m < 0) return;
        ReadOnlySpan<byte> number = text[(m + 3)..];
        int end = number.IndexOf((byte)' ');
        if (Digits.TryParse(end < 0 ? number : number[..end], out long id)) MId = id;
    }

    private void ReadBrackets(ReadOnlySpan<byte> text)
    {
        int labels = text.IndexOf(" labels:{"u8);
        if (labels >= 0 && text.EndsWith((byte)'}'))
        {
            Labels = text[(labels + " labels:{".Length)..^1];
            text = text[..labels].TrimEnd((byte)',');
        }
        int comma = text.IndexOf(", "u8);
        State = WithoutMarks(comma < 0 ? text : text[..comma]);
        while (comma >= 0)
        {
            text = text[(comma + 2)..];
            comma = text.IndexOf(", "u8);
            ReadRemark(comma < 0 ? text : text[..comma]);
        }
    }

    /// <summary>A part behind a comma. Others than these two (<c>synctest bubble 3</c>) mean nothing here.</summary>
    private void ReadRemark(ReadOnlySpan<byte> part)
    {
        if (part.SequenceEqual("locked to thread"u8)) IsLockedToThread = true;
        int space = part.IndexOf((byte)' ');
        if (space <= 0 || !part[space..].StartsWith(" minute"u8)) return;
        if (Digits.TryParse(part[..space], out long minutes)) WaitMinutes = (int)Math.Min(minutes, int.MaxValue);
    }

    /// <summary>Marks that are no part of the wait reason: scanned by the collector, durably blocked (synctest), found leaked (goroutine leak profile).</summary>
    private static ReadOnlySpan<byte> WithoutMarks(ReadOnlySpan<byte> state)
    {
        while (true)
        {
            if (state.EndsWith(" (scan)"u8)) state = state[..^7];
            else if (state.EndsWith(" (durable)"u8)) state = state[..^10];
            else if (state.EndsWith(" (leaked)"u8)) state = state[..^9];
            else return state;
        }
    }

    /// <summary>Reads labels: <c>"key": "value", key: value</c>. Quotes are there only where needed or always, by version; escapes are Go's.</summary>
    public static Dictionary<string, string> ReadLabels(ReadOnlySpan<byte> text)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        while (!text.IsEmpty)
        {
            string key = QuotedText.Take(ref text, ": "u8);
            labels[key] = QuotedText.Take(ref text, ", "u8);
        }
        return labels;
    }

    public readonly string StateText => Encoding.UTF8.GetString(State);
}
