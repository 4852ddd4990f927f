namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Looks for goroutines in any bytes, with vectorised searches only: it is asked of every file of a bundle.</summary>
internal static class DumpRecogniser
{
    /// <summary>What a compressed file is looked into: enough for the head of a log, little for a bundle of thousands.</summary>
    private const int MaxUnpacked = 4 << 20;

    internal static DumpFormat? Recognise(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
            return bytes.IndexOf("g\0o\0r\0o\0u\0t\0i\0n\0e\0 \0"u8) >= 0 || bytes.IndexOf("\0g\0o\0r\0o\0u\0t\0i\0n\0e\0 "u8) >= 0 ? DumpFormat.Text : null;
        if (GzipText.IsGzip(bytes)) return RecogniseUnpacked(bytes);
        if (Profiles.ProtobufProfile.MayBe(bytes)) return bytes.IndexOf("goroutine"u8) >= 0 ? DumpFormat.Protobuf : null;
        return RecogniseText(bytes);
    }

    private static DumpFormat? RecogniseText(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text;
        while (true)
        {
            int at = rest.IndexOf("goroutine "u8);
            if (at < 0) break;
            rest = rest[(at + 10)..];
            if (rest.StartsWith("profile: total "u8)) return DumpFormat.AggregatedText;
            if (rest.StartsWith("stack dump"u8) || IsHeaderRest(rest)) return DumpFormat.Text;
        }

        return RecogniseHeadless(text);
    }

    /// <summary><c>12 [</c> or <c>12 gp=</c></summary>
    private static bool IsHeaderRest(ReadOnlySpan<byte> rest)
    {
        int digits = rest[..Math.Min(rest.Length, 24)].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 && (rest[digits..].StartsWith(" ["u8) || rest[digits..].StartsWith(" gp="u8));
    }

    /// <summary>Entries of a profile or frames of a goroutine whose head is not in the text: twice <c>.go:12 +0x</c>, or <c>12 @ 0x</c> with frames.</summary>
    private static DumpFormat? RecogniseHeadless(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf(" @ 0x"u8) >= 0 && text.IndexOf("\n#\t0x"u8) >= 0) return DumpFormat.AggregatedText;
        int found = 0;
        while (true)
        {
            int at = text.IndexOf(".go:"u8);
            if (at < 0) return null;
            text = text[(at + 4)..];
            int digits = text[..Math.Min(text.Length, 12)].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits > 0 && text[digits..].StartsWith(" +0x"u8) && ++found == 2) return DumpFormat.Text;
        }
    }

    private static DumpFormat? RecogniseUnpacked(ReadOnlySpan<byte> packed)
    {
        ReadOnlyMemory<byte> unpacked = GzipText.Unpack(packed[..Math.Min(packed.Length, MaxUnpacked)].ToArray(), MaxUnpacked, out _, out bool isLimited);
        if (GzipText.IsGzip(unpacked.Span)) return null;
        // Go writes the names last: whether a big profile is one of goroutines shows only when it is read.
        if (isLimited && Profiles.ProtobufProfile.MayBe(unpacked.Span)) return DumpFormat.Protobuf;
        return Recognise(unpacked.Span);
    }
}
