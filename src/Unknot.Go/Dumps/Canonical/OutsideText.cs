namespace Unknot.Go.Dumps.Canonical;

/// <summary>Lines that the runtime, the go command and daemons print around goroutines, and which are no part of one.</summary>
internal static class OutsideText
{
    /// <summary>Whether a line is known to stand outside of goroutines, so that it is no problem behind one.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> line) =>
        IsRegister(line) || IsSignal(line) || line.StartsWith("exit status "u8) || line.StartsWith("-----"u8) || line.StartsWith("==="u8)
        || line.StartsWith("SIG"u8) || line.StartsWith("[signal "u8) || line.StartsWith("fatal error: "u8) || line.StartsWith("panic: "u8)
        || line.StartsWith("runtime: "u8) || line.StartsWith("FAIL\t"u8) || line.SequenceEqual("runtime stack:"u8);

    /// <summary><c>PC=0x46d6f1 m=0 sigcode=0</c> (<c>runtime/signal_unix.go</c>, <c>sighandler</c>).</summary>
    public static bool IsSignal(ReadOnlySpan<byte> line) => line.StartsWith("PC=0x"u8);

    /// <summary><c>rax    0x0</c> (<c>runtime/signal_*.go</c>, <c>dumpregs</c>).</summary>
    public static bool IsRegister(ReadOnlySpan<byte> line) => TryRegister(line, out _, out _);

    public static bool TryRegister(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ulong value)
    {
        int end = line.IndexOfAny(" \t"u8);
        name = end < 0 ? [] : line[..end];
        value = 0;
        if (end is < 1 or > 8 || !char.IsAsciiLetterLower((char)line[0])) return false;
        ReadOnlySpan<byte> number = line[end..].Trim(" \t"u8);
        return !number.IsEmpty && Digits.ParseHex(number, out value) == number.Length;
    }
}
