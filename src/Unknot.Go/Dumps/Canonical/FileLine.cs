namespace Unknot.Go.Dumps.Canonical;

/// <summary>A file line (<c>\t/path/x.go:12 +0x1f fp=0x… sp=0x… pc=0x…</c>), taken apart.</summary>
internal ref struct FileLine
{
    public ReadOnlySpan<byte> File;
    public int Line;
    public ulong Offset;

    /// <summary>False where the line number could not be read; the file is then all of the text.</summary>
    public bool IsWellFormed;

    /// <summary>The line without what differs from goroutine to goroutine at the same place: <c>fp=</c>, <c>sp=</c>, <c>pc=</c>.</summary>
    public static ReadOnlySpan<byte> WithoutRegisters(ReadOnlySpan<byte> line)
    {
        int at = RegistersAt(line);
        return at < 0 ? line : line[..at];
    }

    /// <param name="line">With the leading tab.</param>
    public static FileLine Parse(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = WithoutRegisters(line);
        if (text.StartsWith((byte)'\t')) text = text[1..];
        FileLine parsed = new() { IsWellFormed = true };
        int plus = text.LastIndexOf(" +0x"u8);
        if (plus >= 0 && Digits.ParseHex(text[(plus + 2)..], out parsed.Offset) == text.Length - plus - 2) text = text[..plus];
        int colon = text.LastIndexOf((byte)':');
        if (colon > 0 && Digits.TryParse(text[(colon + 1)..], out long number) && number <= int.MaxValue)
        {
            parsed.File = text[..colon];
            parsed.Line = (int)number;
            return parsed;
        }
        parsed.File = text;
        // A cgo symbolizer that knows no file leaves nothing but the pc.
        parsed.IsWellFormed = text.IsEmpty && line.Length > 1;
        return parsed;
    }

    private static int RegistersAt(ReadOnlySpan<byte> line)
    {
        int equals = line.IndexOf("=0x"u8);
        if (equals < 2) return -1;
        int at = line.IndexOf(" fp=0x"u8), pc = line.IndexOf(" pc=0x"u8);
        if (at < 0 || (pc >= 0 && pc < at)) at = pc;
        if (at < 0 && line.StartsWith("\tpc=0x"u8)) at = 1;
        return at;
    }
}
