namespace Unknot.Go.Dumps.Canonical;

/// <summary>Where a dump's text is cut so that several threads can read it: only before a goroutine's header that follows a blank line.</summary>
internal static class DumpCuts
{
    /// <summary>Parts smaller than this are not worth a thread's start.</summary>
    private const long MinPartBytes = 4 << 20;

    /// <summary>Parts per thread: enough that a thread which is held up leaves its share to the others.</summary>
    private const int PartsPerThread = 8;

    /// <summary>How far a header is looked for behind the place where a cut would be best: nearly always the first look finds one.</summary>
    private const int FirstLookBytes = 16 << 10, WindowBytes = 1 << 20;

    /// <returns>Offsets in ascending order, from 0 to the source's length.</returns>
    public static long[] Find(DumpSource source, int threads, long minPartBytes = MinPartBytes)
    {
        long parts = threads <= 1 ? 1 : Math.Clamp(source.Length / minPartBytes, 1, (long)threads * PartsPerThread);
        List<long> cuts = [0];
        byte[] window = parts == 1 ? [] : new byte[(int)Math.Min(WindowBytes, source.Length)];
        for (long i = 1; i < parts; i++)
        {
            long best = source.Length * i / parts;
            long cut = HeaderBehind(source, best, window.AsSpan(0, Math.Min(FirstLookBytes, window.Length)));
            if (cut == 0) cut = HeaderBehind(source, best, window);
            if (cut > cuts[^1]) cuts.Add(cut);
        }
        if (cuts[^1] < source.Length || cuts.Count == 1) cuts.Add(source.Length);
        return [.. cuts];
    }

    /// <returns>0 where none is near.</returns>
    private static long HeaderBehind(DumpSource source, long offset, Span<byte> window)
    {
        ReadOnlySpan<byte> text = window[..source.Read(offset, window)];
        ReadOnlySpan<byte> boundary = "\n\ngoroutine "u8;
        for (int at = 0; ;)
        {
            int found = text[at..].IndexOf(boundary);
            if (found < 0) return 0;
            at += found + boundary.Length;
            if (at < text.Length && char.IsAsciiDigit((char)text[at])) return offset + at - "goroutine ".Length;
        }
    }
}
