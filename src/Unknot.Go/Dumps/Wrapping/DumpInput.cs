using System.Text;
using Unknot.Go.Dumps.Profiles;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Opens an input layer by layer and parses what is in it: compression, encoding, profile or text, the text as it is or unwrapped.</summary>
internal sealed class DumpInput(DumpLimits limits)
{
    /// <summary>A log that was compressed twice is a mistake that happens; more is a trap.</summary>
    private const int MaxPackings = 2;

    private readonly InputProblems _problems = new(limits);
    private readonly List<GoroutineDump> _dumps = [];

    internal ParsedDumps Parse(ReadOnlyMemory<byte> input)
    {
        ReadOnlyMemory<byte> text = Open(input, out Wrappings wrappings);
        if (ProtobufProfile.MayBe(text.Span)) AddProfile(text, wrappings);
        else if (DumpRecogniser.Recognise(text.Span) is not null) AddText(text, wrappings);
        return new ParsedDumps([.. _dumps.OrderBy(d => d.Line)], _problems.ToList(text.Span), input.Length);
    }

    private ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> input, out Wrappings wrappings)
    {
        wrappings = Wrappings.Plain;
        for (int i = 0; i < MaxPackings && GzipText.IsGzip(input.Span); i++)
        {
            long packed = input.Length;
            input = GzipText.Unpack(input, limits.MaxDecompressedBytes, out bool isDamaged, out bool isLimited);
            wrappings |= Wrappings.Gzip;
            if (isDamaged) _problems.Add(ParseProblemCode.DamagedCompression, 0, packed, []);
            if (isLimited) _problems.Add(ParseProblemCode.LimitReached, 0, 0, []);
        }

        ReadOnlySpan<byte> bytes = input.Span;
        bool isLittle = bytes.Length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe;
        if (isLittle || (bytes.Length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff))
        {
            // PowerShell's ">" writes UTF-16.
            wrappings |= Wrappings.Utf16;
            Encoding encoding = isLittle ? Encoding.Unicode : Encoding.BigEndianUnicode;
            return Encoding.Convert(encoding, Encoding.UTF8, bytes[2..].ToArray());
        }

        return bytes is [0xef, 0xbb, 0xbf, ..] ? input[3..] : input;
    }

    private void AddProfile(ReadOnlyMemory<byte> message, Wrappings wrappings)
    {
        GoroutineDump? dump = ProtobufProfile.Read(message, wrappings, limits, _problems);
        if (dump is not null) _dumps.Add(dump);
    }

    private void AddText(ReadOnlyMemory<byte> text, Wrappings wrappings)
    {
        if (PlainDumpText.TryFind(text, limits.Threads, out int start, out int end)) AddCanonical(text, start, end, wrappings);
        else AddUnwrapped(text.Span, wrappings);
    }

    private void AddCanonical(ReadOnlyMemory<byte> text, int start, int end, Wrappings wrappings)
    {
        List<ParseProblem> found = [];
        long firstLine = text.Span[..start].Count((byte)'\n') + 1;
        DumpOrigin origin = DumpOrigin.Unknown with { Wrapping = wrappings.ToName() };
        GoroutineDump dump = CanonicalDumpParser.Parse(text[start..end], origin, limits, found, null, firstLine);
        _problems.AddRange(found.Select(p => p with { Offset = p.Offset + start }));
        if (dump.Count == 0) return;
        dump.SetProgram(ProgramNames.Find(dump));
        _dumps.Add(dump);
    }

    private void AddUnwrapped(ReadOnlySpan<byte> text, Wrappings wrappings)
    {
        InputProblems problems = new(limits);
        DumpUnwrapper unwrapper = new(limits, problems);
        bool isExport = JournalExport.IsIn(text);
        if (isExport) unwrapper.AddJournalExport(text, wrappings, isReversed: false);
        else unwrapper.AddText(text, wrappings);
        if (unwrapper.Evidence < 0)
        {
            problems = new InputProblems(limits);
            unwrapper = new DumpUnwrapper(limits, problems);
            if (isExport) unwrapper.AddJournalExport(text, wrappings, isReversed: true);
            else unwrapper.AddReversedText(text, wrappings);
            problems.Add(ParseProblemCode.ReversedOrder, 1, InputProblems.OfLine, []);
        }

        foreach (DumpStream stream in unwrapper.Streams) UnwrappedDumps.Parse(stream, limits, problems, _dumps);
        _problems.AddAll(problems);
    }
}
