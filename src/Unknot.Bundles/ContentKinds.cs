namespace Unknot.Bundles;

/// <summary>Tells containers by their first bytes; names say nothing.</summary>
internal static class ContentKinds
{
    /// <summary>Bytes that must be at hand to tell (a tar's first header).</summary>
    public const int HeadLength = 512;

    /// <summary>The kind of a file that begins with these bytes.</summary>
    public static ContentKind Of(ReadOnlySpan<byte> head) => head switch
    {
        [0x1F, 0x8B, 8, ..] => ContentKind.Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => ContentKind.Zstandard,
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => ContentKind.Zip,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, ..] => ContentKind.Bzip2,
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => ContentKind.Xz,
        _ => IsTar(head) ? ContentKind.Tar : ContentKind.Plain,
    };

    /// <summary>The header's checksum must be right: the sum of its 512 bytes, the checksum field itself counted as spaces.</summary>
    private static bool IsTar(ReadOnlySpan<byte> head)
    {
        const int Field = 148, FieldLength = 8;
        if (head.Length < HeadLength || head[0] == 0) return false;
        int stated = 0;
        foreach (byte b in head.Slice(Field, FieldLength))
        {
            if (b is >= (byte)'0' and <= (byte)'7') stated = stated * 8 + (b - '0');
            else if (b is not (0 or (byte)' ')) return false;
        }

        int sum = FieldLength * ' ';
        for (int i = 0; i < HeadLength; i++)
        {
            if (i is < Field or >= Field + FieldLength) sum += head[i];
        }

        return sum == stated;
    }
}
