using System.Buffers.Text;
using System.Text;
using Unknot.Go.Dumps.Wrapping;

namespace Unknot.Go.Dumps.Profiles;

/// <summary>
/// Reads goroutine profiles of the text form, pprof <c>debug=1</c> (<c>runtime/pprof/pprof.go</c>, <c>printCountProfile</c>), line by line. Their number of
/// goroutines stands in the first line and is kept, even where somebody has thinned the entries for a ticket.
/// </summary>
internal sealed class AggregatedProfile(DumpLimits limits, InputProblems problems)
{
    private readonly List<int> _frames = [];
    private readonly List<GoroutineDump> _dumps = [];
    private ProfileBuilder? _builder;
    private DumpSegment _segment = new();
    private Wrappings _wrappings;
    private IReadOnlyDictionary<string, string>? _labels;
    private long _count, _total, _entryLine, _firstLine;
    private ulong _lastAddress;
    private bool _hasEntry, _hasHeader, _isFrameCut, _isFull;

    /// <summary>Takes a trimmed line.</summary>
    /// <returns>False where it is not part of a profile.</returns>
    internal bool Add(ReadOnlySpan<byte> line, in LineOrigin origin)
    {
        if (line[0] == (byte)'#' && _hasEntry) return Comment(line[1..].TrimStart(" \t"u8), origin);
        if (line.StartsWith("goroutine profile: total "u8)) return Header(line[25..], origin);
        if (line[0] is < (byte)'0' or > (byte)'9' || !Utf8Parser.TryParse(line, out long count, out int digits)) return false;
        if (!line[digits..].StartsWith(" @ 0x"u8) || count < 0) return false;
        if (_builder is null) Start(origin, 0, hasHeader: false);
        EndEntry();
        (_hasEntry, _count, _entryLine, _labels, _lastAddress) = (true, count, origin.Line, null, 0);
        return true;
    }

    /// <summary>Ends the last profile.</summary>
    internal IReadOnlyList<GoroutineDump> Finish()
    {
        EndProfile();
        return _dumps;
    }

    private bool Header(ReadOnlySpan<byte> total, in LineOrigin origin)
    {
        EndProfile();
        _ = Utf8Parser.TryParse(total, out long value, out _);
        Start(origin, Math.Max(0, value), hasHeader: true);
        return true;
    }

    private void Start(in LineOrigin origin, long total, bool hasHeader)
    {
        _builder = new ProfileBuilder(DumpFormat.AggregatedText, limits);
        _segment = DumpSegment.From(origin);
        (_wrappings, _total, _firstLine, _hasHeader, _isFull, _isFrameCut) = (origin.Wrappings, total, origin.Line, hasHeader, false, false);
        if (!hasHeader) problems.Add(ParseProblemCode.CutAtStart, origin.Line, InputProblems.OfLine, []);
    }

    private bool Comment(ReadOnlySpan<byte> text, in LineOrigin origin)
    {
        if (text.StartsWith("labels: {"u8))
        {
            _labels = ReadLabels(text[8..]);
            return true;
        }

        if (!text.StartsWith("0x"u8) || _builder is null) return false;
        int end = text.IndexOfAny((byte)' ', (byte)'\t');
        _ = Utf8Parser.TryParse(text[2..(end < 0 ? text.Length : end)], out ulong address, out _, 'x');
        _isFrameCut = end < 0 || !TryReadFrame(text[end..].TrimStart(" \t"u8), address);
        if (_isFrameCut) problems.Add(ParseProblemCode.OddLine, origin.Line, InputProblems.OfLine, text);
        return true;
    }

    /// <summary><c>function+0x79    file:line</c>, tabs or blanks between.</summary>
    private bool TryReadFrame(ReadOnlySpan<byte> text, ulong address)
    {
        int end = text.IndexOf((byte)'\t');
        if (end < 0) end = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> name = end < 0 ? text : text[..end].TrimEnd((byte)' ');
        ReadOnlySpan<byte> place = end < 0 ? [] : text[end..].Trim(" \t"u8);
        int plus = name.LastIndexOf("+0x"u8);
        ulong offset = 0;
        if (plus > 0) _ = Utf8Parser.TryParse(name[(plus + 3)..], out offset, out _, 'x');
        if (plus > 0) name = name[..plus];
        int colon = place.LastIndexOf((byte)':');
        int number = 0;
        if (colon > 0) _ = Utf8Parser.TryParse(place[(colon + 1)..], out number, out _);
        string? file = colon > 0 ? Encoding.UTF8.GetString(place[..colon]) : null;
        // Frames of one address are calls that the compiler has inlined into each other: only the last has a frame of its own.
        if (_frames.Count > 0 && address != 0 && address == _lastAddress) _frames[^1] = _builder!.Inlined(_frames[^1]);
        if (_frames.Count < limits.MaxFrames) _frames.Add(_builder!.Frame(Encoding.UTF8.GetString(name), file, Math.Max(0, number), false, offset));
        _lastAddress = address;
        return colon > 0;
    }

    private static Dictionary<string, string> ReadLabels(ReadOnlySpan<byte> text)
    {
        Dictionary<string, string> labels = [];
        JsonText json = new(text);
        ScratchBytes scratch = new();
        if (!json.TryTake((byte)'{')) return labels;
        while (json.TryReadString(out ReadOnlySpan<byte> key) && json.TryTake((byte)':') && json.TryReadString(out ReadOnlySpan<byte> value))
        {
            labels[Text(key, scratch)] = Text(value, scratch);
            if (!json.TryTake((byte)',')) break;
        }

        return labels;
    }

    private static string Text(ReadOnlySpan<byte> raw, ScratchBytes scratch)
    {
        scratch.Clear();
        JsonText.Unescape(raw, scratch);
        return Encoding.UTF8.GetString(scratch.Span);
    }

    private void EndEntry()
    {
        if (_hasEntry && !_isFull && !_builder!.TryAdd(_count, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames), _labels, _entryLine))
        {
            _isFull = true;
            problems.Add(ParseProblemCode.LimitReached, _entryLine, InputProblems.OfLine, []);
        }

        _frames.Clear();
        _hasEntry = false;
    }

    private void EndProfile()
    {
        if (_builder is null) return;
        bool isTruncated = (_hasEntry && _frames.Count == 0 && _builder.Count > 0) || _isFrameCut;
        EndEntry();
        if (isTruncated) problems.Add(ParseProblemCode.CutAtEnd, _entryLine, InputProblems.OfLine, []);
        if (_builder.Count > 0 || _hasHeader)
        {
            DumpOrigin origin = new(_segment.Ident, _segment.Pid, _segment.Time, _wrappings.ToName());
            _dumps.Add(_builder.Build(origin, _total, _firstLine, !_hasHeader, isTruncated || _isFull));
        }

        _builder = null;
    }
}
