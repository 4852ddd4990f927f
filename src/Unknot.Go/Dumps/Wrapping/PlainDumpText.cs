using System.Buffers.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Finds out whether a text is one dump just as the runtime prints it, so that it can be parsed where it lies. Log lines before and after are
/// cut off; anything else in between leaves the text to <see cref="DumpUnwrapper"/>.
/// </summary>
internal static class PlainDumpText
{
    /// <summary>Texts above this are looked through by several threads.</summary>
    private const int MinPart = 8 << 20;

    /// <summary>Finds the dump.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="threads">Threads to use; 0 = one per processor.</param>
    /// <param name="start">Where the dump starts.</param>
    /// <param name="end">Where it ends.</param>
    internal static bool TryFind(ReadOnlyMemory<byte> text, int threads, out int start, out int end)
    {
        ReadOnlySpan<byte> span = text.Span;
        end = span.Length;
        if (!TryFindStart(span, out start)) return false;
        Part[] parts = Split(text, start);
        if (parts.Length == 1 || threads == 1) foreach (Part part in parts) part.Check();
        else Parallel.ForEach(parts, new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads }, part => part.Check());
        Part? broken = Array.Find(parts, p => p.Bad >= 0);
        if (broken is not null)
        {
            end = broken.Bad;
            if (!broken.IsBadBehindBlank || IsPartOfGoroutine(Line(span[end..].TrimStart("\r\n \t"u8))) || DumpRecogniser.Recognise(span[end..]) is not null) return false;
            end += RegistersLength(span[end..]);
        }

        HashSet<long> ids = [];
        foreach (Part part in parts)
        {
            foreach (long id in part.Ids)
            {
                if (!ids.Add(id)) return false;
            }

            if (part == broken) break;
        }

        return true;
    }

    /// <summary>The first header, if nothing but log lines, or nothing but frames of a goroutine cut in the middle, stands before it.</summary>
    private static bool TryFindStart(ReadOnlySpan<byte> text, out int start)
    {
        start = text.StartsWith("goroutine "u8) ? 0 : text.IndexOf("\ngoroutine "u8) + 1;
        if (start == 0) return text.StartsWith("goroutine "u8) && IsHeaderAt(text);
        if (!IsHeaderAt(text[start..])) return false;
        Part before = new(ReadOnlyMemory<byte>.Empty, 0);
        bool isFrames = text[0] == (byte)'\t' || (LineShape.IsFunction(Line(text)) && before.IsCanonicalHeadless(text[..start]));
        if (isFrames)
        {
            bool isWhole = before.IsCanonicalHeadless(text[..start]);
            start = 0;
            return isWhole;
        }

        return DumpRecogniser.Recognise(text[..start]) is null;
    }

    private static bool IsHeaderAt(ReadOnlySpan<byte> text) => LineShape.IsHeader(Line(text), out _);

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }

    private static bool IsPartOfGoroutine(ReadOnlySpan<byte> line) =>
        LineShape.Classify(line.Trim(" \t\r"u8)) is LineKind.Function or LineKind.File or LineKind.CreatedBy or LineKind.Mark or LineKind.Unavailable;

    private static int RegistersLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && LineShape.Classify(Line(text[length..])) == LineKind.Register) length += Math.Min(text.Length - length, Line(text[length..]).Length + 1);
        return length;
    }

    /// <summary>Cuts the text between goroutines.</summary>
    private static Part[] Split(ReadOnlyMemory<byte> text, int start)
    {
        List<Part> parts = [];
        while (start < text.Length)
        {
            int end = text.Length;
            if (end - start > 2 * MinPart)
            {
                int gap = text.Span[(start + MinPart)..].IndexOf("\n\ngoroutine "u8);
                if (gap >= 0) end = start + MinPart + gap + 2;
            }

            parts.Add(new Part(text[start..end], start));
            start = end;
        }

        return [.. parts];
    }

    private sealed class Part(ReadOnlyMemory<byte> text, int offset)
    {
        internal List<long> Ids { get; } = [];

        /// <summary>Where in the whole text the first line stands that is none of a dump; -1 where there is none.</summary>
        internal int Bad { get; private set; } = -1;

        /// <summary>True where that line follows a blank one, so that no goroutine is torn by it.</summary>
        internal bool IsBadBehindBlank { get; private set; }

        internal void Check()
        {
            int bad = FirstBad(text.Span, isBlankBefore: true);
            Bad = bad < 0 ? -1 : offset + bad;
        }

        internal bool IsCanonicalHeadless(ReadOnlySpan<byte> frames) => FirstBad(frames, isBlankBefore: false) < 0;

        private int FirstBad(ReadOnlySpan<byte> rest, bool isBlankBefore)
        {
            int at = 0;
            while (at < rest.Length)
            {
                int length = rest[at..].IndexOf((byte)'\n');
                ReadOnlySpan<byte> line = length < 0 ? rest[at..] : rest.Slice(at, length);
                IsBadBehindBlank = isBlankBefore;
                if (!IsCanonical(line, isBlankBefore)) return at;
                isBlankBefore = line.IsEmpty;
                at += line.Length + 1;
            }

            return -1;
        }

        private bool IsCanonical(ReadOnlySpan<byte> line, bool isBlankBefore)
        {
            if (line.IsEmpty) return !isBlankBefore;
            byte last = line[^1];
            if (last is (byte)'\r' or (byte)' ' or (byte)'\t') return false;
            if (isBlankBefore) return IsHeader(line);
            switch (line[0])
            {
                case (byte)'\t': return line[1] is not ((byte)' ' or (byte)'\t');
                case (byte)' ' or (byte)'=': return false;
                case (byte)'g' when line.StartsWith("goroutine "u8): return false;
                case (byte)'.' or (byte)'[' or (byte)'c' when LineShape.Classify(line) is LineKind.Mark or LineKind.CreatedBy: return true;
                default:
                    int blankOrOpen = line.IndexOfAny((byte)' ', (byte)'(');
                    return blankOrOpen < 0 ? LineShape.IsFrameLike(line) : line[blankOrOpen] == (byte)'(';
            }
        }

        private bool IsHeader(ReadOnlySpan<byte> line)
        {
            if (!line.StartsWith("goroutine "u8) || !Utf8Parser.TryParse(line[10..], out long id, out _) || !LineShape.IsHeader(line, out _)) return false;
            Ids.Add(id);
            return true;
        }
    }
}
