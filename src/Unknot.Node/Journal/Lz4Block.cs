namespace Unknot.Node.Journal;

/// <summary>Unpacks one LZ4 block (the "LZ4 Block Format Description"). The library for it is worth more than these lines only where one packs.</summary>
internal static class Lz4Block
{
    private const int MinMatch = 4;

    /// <summary>Unpacks.</summary>
    /// <param name="packed">The block.</param>
    /// <param name="unpacked">Where to; as long as the original.</param>
    /// <returns>False where it is broken or does not fit.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, Span<byte> unpacked)
    {
        int from = 0, to = 0;
        while (from < packed.Length)
        {
            byte token = packed[from++];
            if (!TryLength(packed, ref from, token >> 4, out int literals) || literals > packed.Length - from || literals > unpacked.Length - to) return false;
            packed.Slice(from, literals).CopyTo(unpacked[to..]);
            from += literals;
            to += literals;
            // The last sequence has literals only.
            if (from == packed.Length) return to == unpacked.Length;
            if (packed.Length - from < 2) return false;
            int back = packed[from] | packed[from + 1] << 8;
            from += 2;
            if (!TryLength(packed, ref from, token & 15, out int match) || back == 0 || back > to || match > unpacked.Length - to - MinMatch) return false;
            // A match may overlap what it makes: byte by byte.
            for (int i = 0; i < match + MinMatch; i++, to++) unpacked[to] = unpacked[to - back];
        }

        return to == unpacked.Length;
    }

    private static bool TryLength(ReadOnlySpan<byte> packed, ref int from, int first, out int length)
    {
        length = first;
        if (first < 15) return true;
        byte more;
        do
        {
            if (from >= packed.Length || length > int.MaxValue - 512) return false;
            more = packed[from++];
            length += more;
        }
        while (more == 255);
        return true;
    }
}
