namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Takes the log, the indentation and the escapes off the lines of an input and sorts them by process: what is left in each
/// <see cref="DumpStream"/> is canonical text. Costs time in proportion to the input, whatever it holds.
/// </summary>
internal sealed class DumpUnwrapper(DumpLimits limits, ProblemList problems)
{
    private readonly List<DumpStream> _streams = [new(limits, problems)];
    private DumpStream? _current;

    internal IReadOnlyList<DumpStream> Streams => _streams;

    private DumpStream Current => _current ??= _streams[0];

    /// <summary>Takes all lines of a text.</summary>
    internal void AddText(ReadOnlySpan<byte> text, long firstLine, Wrappings wrappings)
    {
        long number = firstLine;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            AddLine(line, number++, wrappings);
            if (end < 0) EndInsideLine(number);
        }

        Finish(number);
    }

    private void AddLine(ReadOnlySpan<byte> line, long number, Wrappings wrappings)
    {
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
            wrappings |= Wrappings.Crlf;
        }

        AddPayload(line, new LineOrigin { Line = number, Wrappings = wrappings });
    }

    private void AddPayload(ReadOnlySpan<byte> payload, in LineOrigin origin)
    {
        DumpStream stream = Current;
        ReadOnlySpan<byte> trimmed = payload.TrimStart((byte)' ');
        if (LogrusLine.TryRead(trimmed, out ReadOnlySpan<byte> time, out int message))
        {
            CloseOpenMessage(stream, origin);
            AddLogrus(stream, trimmed[message..], origin.WithTime(time, Wrappings.Plain));
            return;
        }

        bool isEscaped = payload.IndexOf("\\n"u8) >= 0;
        if (stream.OpenMessage is { } open)
        {
            if (isEscaped || payload.Contains((byte)'"'))
            {
                AddEscaped(stream, open, payload, origin.With(Wrappings.LogrusEscaped));
                return;
            }

            CloseOpenMessage(stream, origin);
        }

        if (isEscaped && (payload.IndexOf("\\n\\t"u8) >= 0 || payload.IndexOf("\\ngoroutine "u8) >= 0))
            AddEscaped(stream, new EscapedText(), payload, origin.With(Wrappings.LogrusEscaped));
        else
            stream.Add(payload, origin);
    }

    private static void AddLogrus(DumpStream stream, ReadOnlySpan<byte> message, in LineOrigin origin)
    {
        if (!message.StartsWith("\""u8))
        {
            int end = message.IndexOf((byte)' ');
            stream.Add(end < 0 ? message : message[..end], origin.With(Wrappings.Logrus));
            return;
        }

        bool isEscaped = message.IndexOf("\\n"u8) >= 0;
        AddEscaped(stream, new EscapedText(), message[1..], origin.With(isEscaped ? Wrappings.LogrusEscaped : Wrappings.Logrus), isEscaped);
    }

    private static void AddEscaped(DumpStream stream, EscapedText text, ReadOnlySpan<byte> piece, in LineOrigin origin, bool mayContinue = true)
    {
        int used = text.Add(piece, stream, origin);
        stream.OpenMessage = text.IsClosed || !mayContinue ? null : text;
        if (!text.IsClosed && !mayContinue) text.Flush(stream, origin);
        int pid = text.IsClosed ? LogrusLine.Pid(piece[used..]) : 0;
        if (pid != 0) stream.SetPid(pid);
    }

    private static void CloseOpenMessage(DumpStream stream, in LineOrigin origin)
    {
        stream.OpenMessage?.Flush(stream, origin.With(Wrappings.LogrusEscaped));
        stream.OpenMessage = null;
    }

    private void EndInsideLine(long number)
    {
        CloseOpenMessage(Current, new LineOrigin { Line = number - 1 });
        Current.EndInsideLine();
    }

    private void Finish(long number)
    {
        foreach (DumpStream stream in _streams) CloseOpenMessage(stream, new LineOrigin { Line = number });
    }
}
