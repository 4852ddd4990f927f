using System.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Takes the log, the indentation and the escapes off the lines of an input and sorts them by process: what is left in each
/// <see cref="DumpStream"/> is canonical text. Costs time in proportion to the input, whatever it holds.
/// </summary>
internal sealed class DumpUnwrapper(DumpLimits limits, InputProblems problems)
{
    /// <summary>Docker's JSON around syslog around klog is three deep; deeper than this nothing is taken off.</summary>
    private const int MaxDepth = 5;

    /// <summary>Processes kept apart in one input; the lines of further ones go where the lines without a name go.</summary>
    private const int MaxStreams = 4096;

    private readonly List<DumpStream> _streams = [new(limits, problems)];
    private readonly Dictionary<string, DumpStream> _streamsByName = [];
    private readonly LinePrefix _linePrefix = new();
    private readonly ScratchBytes?[] _scratch = new ScratchBytes?[MaxDepth + 1];
    private readonly JsonLogLine?[] _json = new JsonLogLine?[MaxDepth + 1];
    private readonly ScratchBytes _lastName = new();
    private DumpStream? _current, _last;

    internal IReadOnlyList<DumpStream> Streams => _streams;

    /// <summary>Below 0 where the lines stand in reverse order; see <see cref="LineOrder"/>.</summary>
    internal long Evidence => _streams.Sum(s => s.Order.Evidence);

    /// <summary>Takes all lines of a text.</summary>
    internal void AddText(ReadOnlySpan<byte> text, Wrappings wrappings)
    {
        long number = 1;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            AddLine(end < 0 ? text : text[..end], number++, wrappings);
            if (end < 0) EndInsideLine(number - 1);
            text = end < 0 ? [] : text[(end + 1)..];
        }

        Finish(number - 1);
    }

    /// <summary>Takes all lines of a text from its end to its start, where a viewer has printed the newest first.</summary>
    internal void AddReversedText(ReadOnlySpan<byte> text, Wrappings wrappings)
    {
        if (text.EndsWith("\n"u8)) text = text[..^1];
        for (long number = text.Count((byte)'\n') + 1; ; number--)
        {
            int start = text.LastIndexOf((byte)'\n');
            AddLine(text[(start + 1)..], number, wrappings | Wrappings.Reversed);
            if (start < 0) break;
            text = text[..start];
        }

        Finish(1);
    }

    /// <summary>Takes the messages of a journal export.</summary>
    internal void AddJournalExport(ReadOnlySpan<byte> text, Wrappings wrappings, bool isReversed)
    {
        if (isReversed)
        {
            List<(int Offset, long Line)> starts = JournalExport.Starts(text);
            for (int i = starts.Count - 1; i >= 0; i--) AddRecord(new JournalExport(text[starts[i].Offset..], starts[i].Line), wrappings | Wrappings.Reversed);
        }
        else
        {
            JournalExport export = new(text, 1);
            while (export.MoveNext()) AddLines(export.Message, export.Origin.With(wrappings), 1);
        }

        Finish(1);
    }

    private void AddRecord(JournalExport export, Wrappings wrappings)
    {
        if (export.MoveNext()) AddLines(export.Message, export.Origin.With(wrappings), 1);
    }

    private void AddLine(ReadOnlySpan<byte> line, long number, Wrappings wrappings)
    {
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
            wrappings |= Wrappings.Crlf;
        }

        AddPayload(line, new LineOrigin { Line = number, Wrappings = wrappings }, 0);
    }

    private void AddLines(ReadOnlySpan<byte> text, in LineOrigin origin, int depth)
    {
        while (true)
        {
            int end = text.IndexOf((byte)'\n');
            AddPayload(end < 0 ? text : text[..end], origin, depth);
            if (end < 0 || end == text.Length - 1) return;
            text = text[(end + 1)..];
        }
    }

    /// <summary>Takes one layer after the other off a line.</summary>
    private void AddPayload(ReadOnlySpan<byte> payload, in LineOrigin origin, int depth)
    {
        if (depth < MaxDepth && MarkupText.IsIn(payload) && TryUndoMarkup(payload, origin, depth)) return;
        payload = WithoutQuoteMarks(payload);
        if (depth < MaxDepth && LogPrefix.TryRead(payload, out LogPrefix prefix))
        {
            AddPayload(payload[prefix.Length..], Prefixed(origin, prefix), depth + 1);
            return;
        }

        ReadOnlySpan<byte> trimmed = payload.TrimStart(" \t"u8);
        int learnt = _linePrefix.Length(trimmed);
        if (learnt > 0) AddMessage(trimmed[learnt..], origin.With(Wrappings.LinePrefix), depth);
        else AddMessage(payload, origin, depth);
    }

    private bool TryUndoMarkup(ReadOnlySpan<byte> payload, in LineOrigin origin, int depth)
    {
        ScratchBytes scratch = _scratch[depth] ??= new ScratchBytes();
        scratch.Clear();
        bool isHtml = MarkupText.Undo(payload, scratch);
        if (scratch.Span.SequenceEqual(payload)) return false;
        AddLines(scratch.Span, isHtml ? origin.With(Wrappings.Html) : origin, depth + 1);
        return true;
    }

    private void AddMessage(ReadOnlySpan<byte> message, in LineOrigin origin, int depth)
    {
        DumpStream stream = Stream(origin);
        ReadOnlySpan<byte> trimmed = message.TrimStart(" \t\x1e"u8);
        if (trimmed.StartsWith("{"u8) && TryAddJson(trimmed, origin, depth)) return;
        if (LogrusLine.TryRead(trimmed, out ReadOnlySpan<byte> time, out int start))
        {
            CloseOpenMessage(stream, origin);
            AddLogrus(stream, trimmed[start..], origin.WithTime(time, Wrappings.Plain));
        }
        else
        {
            AddText(stream, message, origin);
        }
    }

    private bool TryAddJson(ReadOnlySpan<byte> line, in LineOrigin origin, int depth)
    {
        if (depth >= MaxDepth) return false;
        JsonLogLine json = _json[depth] ??= new JsonLogLine();
        if (!json.TryRead(line)) return false;
        AddLines(json.Message, json.Origin(origin), depth + 1);
        return true;
    }

    private void AddText(DumpStream stream, ReadOnlySpan<byte> text, in LineOrigin origin)
    {
        bool isEscaped = text.IndexOf("\\n"u8) >= 0;
        if (stream.OpenMessage is { } open)
        {
            if (isEscaped || text.Contains((byte)'"'))
            {
                AddEscaped(stream, open, text, origin.With(Wrappings.LogrusEscaped));
                return;
            }

            CloseOpenMessage(stream, origin);
        }

        if (isEscaped && (text.IndexOf("\\n\\t"u8) >= 0 || text.IndexOf("\\ngoroutine "u8) >= 0))
            AddEscaped(stream, new EscapedText(limits.MaxLineBytes), text, origin.With(Wrappings.LogrusEscaped));
        else if (stream.Add(text, origin))
            _current = stream;
    }

    private void AddLogrus(DumpStream stream, ReadOnlySpan<byte> message, in LineOrigin origin)
    {
        if (!message.StartsWith("\""u8))
        {
            int end = message.IndexOf((byte)' ');
            if (stream.Add(end < 0 ? message : message[..end], origin.With(Wrappings.Logrus))) _current = stream;
            return;
        }

        bool isEscaped = message.IndexOf("\\n"u8) >= 0;
        EscapedText text = new(limits.MaxLineBytes);
        AddEscaped(stream, text, message[1..], origin.With(isEscaped ? Wrappings.LogrusEscaped : Wrappings.Logrus), isEscaped);
    }

    private void AddEscaped(DumpStream stream, EscapedText text, ReadOnlySpan<byte> piece, in LineOrigin origin, bool mayContinue = true)
    {
        int used = text.Add(piece, stream, origin);
        stream.OpenMessage = text.IsClosed || !mayContinue ? null : text;
        if (!text.IsClosed && !mayContinue) text.Flush(stream, origin);
        int pid = text.IsClosed ? LogrusLine.Pid(piece[used..]) : 0;
        if (pid != 0) stream.SetPid(pid);
        _current = stream;
    }

    private static void CloseOpenMessage(DumpStream stream, in LineOrigin origin)
    {
        stream.OpenMessage?.Flush(stream, origin.With(Wrappings.LogrusEscaped));
        stream.OpenMessage = null;
    }

    /// <summary>The stream of a process; a line that names none belongs to the process that printed last.</summary>
    private DumpStream Stream(in LineOrigin origin)
    {
        if (origin.Ident.IsEmpty && origin.Pid == 0) return _current ??= _streams[0];
        ScratchBytes name = _scratch[MaxDepth] ??= new ScratchBytes();
        name.Clear();
        name.Add(origin.Ident);
        name.Add((byte)'\n');
        name.Add(BitConverter.GetBytes(origin.Pid));
        if (_last is not null && name.Span.SequenceEqual(_lastName.Span)) return _last;
        _lastName.Clear();
        _lastName.Add(name.Span);
        string key = Encoding.Latin1.GetString(name.Span);
        if (!_streamsByName.TryGetValue(key, out DumpStream? stream))
        {
            stream = _streams.Count < MaxStreams ? new DumpStream(limits, problems) : _streams[0];
            if (_streams.Count < MaxStreams) _streams.Add(stream);
            if (_streamsByName.Count < MaxStreams) _streamsByName.Add(key, stream);
        }

        return _last = stream;
    }

    private static LineOrigin Prefixed(in LineOrigin origin, in LogPrefix prefix) => new()
    {
        Line = origin.Line,
        Wrappings = origin.Wrappings | (prefix.HasIdent ? Wrappings.SyslogPrefix : Wrappings.TimePrefix),
        Time = prefix.Time.IsEmpty ? origin.Time : prefix.Time,
        UnixMicroseconds = origin.UnixMicroseconds,
        Ident = prefix.HasIdent ? prefix.Ident : origin.Ident,
        Pid = prefix.Pid != 0 && origin.Pid == 0 ? prefix.Pid : origin.Pid,
    };

    /// <summary><c>&gt; </c> of a quoted mail or ticket; no line of a traceback starts so.</summary>
    private static ReadOnlySpan<byte> WithoutQuoteMarks(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> trimmed = line.TrimStart(" \t"u8);
        while (trimmed.StartsWith(">"u8))
        {
            line = trimmed[1..];
            if (line.StartsWith(" "u8)) line = line[1..];
            trimmed = line.TrimStart(" \t"u8);
        }

        return line;
    }

    private void EndInsideLine(long line)
    {
        DumpStream stream = _current ?? _streams[0];
        CloseOpenMessage(stream, new LineOrigin { Line = line });
        stream.EndInsideLine();
    }

    /// <summary>A message whose closing quote has not come is cut, whatever the line's end says.</summary>
    private void Finish(long line)
    {
        foreach (DumpStream stream in _streams)
        {
            if (stream.OpenMessage is null) continue;
            CloseOpenMessage(stream, new LineOrigin { Line = line });
            stream.EndInsideLine();
        }
    }
}
