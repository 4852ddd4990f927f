using Unknot.Go.Dumps.Profiles;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Lines of one process in the order they were printed, brought to canonical text: headers and functions flush left, file lines behind one tab, one
/// blank line between goroutines, log lines left out. One flat state machine.
/// </summary>
internal sealed class DumpStream(DumpLimits limits, InputProblems problems)
{
    private const int MaxOddLines = 4;
    private State _state = State.Outside;
    private LineKind _last = LineKind.Blank;
    private Wrappings _headerPrefix;
    private bool _blank, _noise, _complete, _entry, _isLastFrame;
    private int _odd;

    private enum State
    {
        Outside,
        Inside,

        /// <summary>In the frames of <c>runtime stack:</c>, which belong to no goroutine.</summary>
        Skipping,
    }

    internal UnwrappedText Text { get; } = new();

    internal List<DumpBlock> Blocks { get; } = [];

    /// <summary>Profiles of the text form in the same lines.</summary>
    internal AggregatedProfile Profiles { get; } = new(limits, problems);

    internal List<DumpSegment> Segments { get; } = [];

    /// <summary>Which way round the lines seem to stand.</summary>
    internal LineOrder Order { get; } = new();

    /// <summary>The unfinished end of an escaped message that the log's transport has cut; see <see cref="EscapedText"/>.</summary>
    internal EscapedText? OpenMessage { get; set; }

    /// <summary>Takes a line without its wrappings; indentation and line end may still be there.</summary>
    /// <returns>False where the line is not part of a dump.</returns>
    internal bool Add(ReadOnlySpan<byte> raw, in LineOrigin origin)
    {
        ReadOnlySpan<byte> line = raw.Trim(" \t\r"u8);
        bool isTooLong = line.Length > limits.MaxLineBytes;
        if (isTooLong) line = line[..limits.MaxLineBytes];
        LineKind kind = LineShape.Classify(line);
        if (kind == LineKind.Other && LinePrefix.TryFindHeader(line, out int at))
        {
            line = line[at..];
            kind = LineKind.Header;
        }

        Order.Add(kind, line);
        if (isTooLong && kind != LineKind.Other) problems.Add(ParseProblemCode.LineTooLong, origin.Line, InputProblems.OfLine, line);
        switch (kind)
        {
            case LineKind.Blank: Blank(); break;
            case LineKind.Begin: StartSegment(origin); break;
            case LineKind.End: EndSegment(line); break;
            case LineKind.Crash: StartSegment(origin); break;
            case LineKind.RuntimeStack: _state = State.Skipping; break;
            case LineKind.Header: Header(raw, line, origin); break;
            case LineKind.Register: Register(line, origin); break;
            case LineKind.Note: break;
            case LineKind.Other: return Other(raw, line, origin);
            default: return Frame(raw, line, kind, origin);
        }

        return true;
    }

    /// <summary>
    /// The pid that a log record names behind its message (<c>pid=1234</c>): whose dump it is. The prefix is that of the process which passed it on
    /// (containerd logs for its shims), so its program is dropped.
    /// </summary>
    internal void SetPid(int pid)
    {
        if (Segments.Count > 0) (Segments[^1].Pid, Segments[^1].Ident) = (pid, null);
    }

    /// <summary>The input ended without a line feed: so does the text, and the parser sees that its last line may be cut.</summary>
    internal void EndInsideLine()
    {
        if (_state == State.Inside && !_blank && Text.Length > 0) Text.DropLastLineFeed();
    }

    private void Blank()
    {
        _blank = true;
        if (_state == State.Skipping) _state = State.Outside;
    }

    private void StartSegment(in LineOrigin origin)
    {
        Segments.Add(DumpSegment.From(origin));
        (_state, _noise, _entry) = (State.Outside, false, true);
    }

    private void EndSegment(ReadOnlySpan<byte> line)
    {
        int pid = LogrusLine.Pid(line);
        if (pid != 0) SetPid(pid);
        if (Segments.Count > 0) Segments[^1].IsClosed = true;
        _state = State.Outside;
        _noise = true;
    }

    private void Header(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> line, in LineOrigin origin)
    {
        LineShape.IsHeader(line, out long id);
        int end = line.IndexOf("]:"u8);
        if (end >= 0 && (origin.Wrappings & Wrappings.Html) != 0) line = line[..(end + 2)];
        StartBlock(id, line.IndexOf(" [running"u8) > 0, origin, IsIndented(raw, 0));
        _headerPrefix = PrefixOf(origin);
        Text.Append(line, false, origin.Line);
        _last = LineKind.Header;
    }

    private void StartBlock(long id, bool isRunning, in LineOrigin origin, bool isIndented)
    {
        if (Segments.Count == 0 || Segments[^1].IsClosed) StartSegment(origin);
        if (Blocks.Count > 0) Text.Append([], false, origin.Line);
        Blocks.Add(new DumpBlock
        {
            Id = id, Offset = Text.Length, Line = Text.Lines.Count, Segment = Segments.Count - 1, IsRunning = isRunning, IsAfterNoise = _noise,
            Wrappings = origin.Wrappings | (isIndented ? Wrappings.Indented : 0),
        });
        (_state, _noise, _blank, _complete, _odd, _entry, _isLastFrame) = (State.Inside, false, false, false, 0, false, false);
    }

    private bool Frame(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> line, LineKind kind, in LineOrigin origin)
    {
        if (_state == State.Skipping) return true;
        if (_state == State.Outside)
        {
            if (_noise || _entry || Blocks.Count == 0 || Segments[^1].IsClosed)
            {
                if (kind is LineKind.Mark or LineKind.Unavailable) return false;
                StartBlock(-1, false, origin, false);
            }

            _state = State.Inside;
        }

        bool isFile = kind is LineKind.File or LineKind.Unavailable;
        DumpBlock block = Blocks[^1];
        block.HasFunction |= kind == LineKind.Function;
        block.HasFile |= kind == LineKind.File;
        if (kind == LineKind.Unavailable) block.IsRunning = false;
        if (IsIndented(raw, isFile ? 1 : 0)) block.Wrappings |= Wrappings.Indented;
        Blocks[^1] = block;
        Text.Append(line, isFile, origin.Line);
        // Log lines behind the last frame are not taken for part of the goroutine.
        if (kind is LineKind.Function or LineKind.CreatedBy) _isLastFrame = kind == LineKind.CreatedBy || line.StartsWith("main.main("u8) || line.StartsWith("runtime.goexit("u8);
        _complete = kind == LineKind.File && _isLastFrame;
        (_last, _blank, _odd) = (kind, false, 0);
        return true;
    }

    private void Register(ReadOnlySpan<byte> line, in LineOrigin origin)
    {
        if (Blocks.Count == 0 || Segments[^1].IsClosed || _state == State.Skipping) return;
        if (_last != LineKind.Register) Text.Append([], false, origin.Line);
        Text.Append(line, false, origin.Line);
        _last = LineKind.Register;
    }

    /// <summary>A line of another shape: a damaged frame inside a goroutine is kept for the parser to report; all else is the log around.</summary>
    private bool Other(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> line, in LineOrigin origin)
    {
        if (Profiles.Add(line, origin)) return true;
        bool isPart = _state == State.Inside && !_blank && !_complete && _odd < MaxOddLines && PrefixOf(origin) == _headerPrefix;
        if (!isPart)
        {
            if (_state != State.Inside || _blank || _complete) (_state, _noise) = (_state == State.Skipping ? _state : State.Outside, true);
            return false;
        }

        bool isFile = _last is LineKind.Function or LineKind.CreatedBy && (raw[0] == (byte)'\t' || line[0] == (byte)'/');
        Text.Append(line, isFile, origin.Line);
        _odd++;
        _last = isFile ? LineKind.File : LineKind.Other;
        return true;
    }

    private static Wrappings PrefixOf(in LineOrigin origin) =>
        origin.Wrappings & (Wrappings.SyslogPrefix | Wrappings.TimePrefix | Wrappings.LinePrefix | Wrappings.Logrus | Wrappings.LogrusEscaped | Wrappings.Json);

    private static bool IsIndented(ReadOnlySpan<byte> raw, int tabs) =>
        tabs == 0 ? raw[0] is (byte)' ' or (byte)'\t' : raw[0] != (byte)'\t' || raw[1] is (byte)' ' or (byte)'\t';
}
