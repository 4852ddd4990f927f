using System.Buffers.Text;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// A log record as one line of JSON: logrus, slog, zap, klog, Docker's json-file (<c>log</c>), <c>journalctl -o json</c> (<c>MESSAGE</c>).
/// </summary>
internal sealed class JsonLogLine
{
    private readonly ScratchBytes _message = new();
    private readonly ScratchBytes _time = new();
    private readonly ScratchBytes _ident = new();
    private bool _hasMessage, _hasGoroutines;
    private int _pid;
    private long _microseconds;

    internal ReadOnlySpan<byte> Message => _message.Span;

    internal bool IsJournal { get; private set; }

    /// <summary>Reads a line that starts with <c>{</c>.</summary>
    /// <returns>False where it is no JSON object or has no message.</returns>
    internal bool TryRead(ReadOnlySpan<byte> line)
    {
        _message.Clear();
        _time.Clear();
        _ident.Clear();
        (_hasMessage, _hasGoroutines, IsJournal, _pid, _microseconds) = (false, false, false, 0, 0);
        JsonText json = new(line);
        if (!json.TryTake((byte)'{')) return false;
        while (json.TryReadString(out ReadOnlySpan<byte> key) && json.TryTake((byte)':'))
        {
            Value(key, ref json);
            if (!json.TryTake((byte)',')) break;
        }

        return _hasMessage;
    }

    internal LineOrigin Origin(in LineOrigin outer) => new()
    {
        Line = outer.Line,
        Wrappings = outer.Wrappings | (IsJournal ? Wrappings.JournalExport : Wrappings.Json),
        Time = _time.Length > 0 ? _time.Span : outer.Time,
        UnixMicroseconds = _microseconds != 0 ? _microseconds : outer.UnixMicroseconds,
        Ident = _ident.Length > 0 ? _ident.Span : outer.Ident,
        Pid = _pid != 0 ? _pid : outer.Pid,
    };

    private void Value(ReadOnlySpan<byte> key, ref JsonText json)
    {
        switch (json.Peek())
        {
            case (byte)'"':
                json.TryReadString(out ReadOnlySpan<byte> raw);
                Field(key, raw);
                break;
            case (byte)'[' when key.SequenceEqual("MESSAGE"u8):
                _message.Clear();
                json.ReadByteArray(_message);
                (_hasMessage, IsJournal) = (true, true);
                break;
            case (byte)'[' or (byte)'{':
                json.SkipNested();
                break;
            default:
                Field(key, json.ReadScalar());
                break;
        }
    }

    private void Field(ReadOnlySpan<byte> key, ReadOnlySpan<byte> raw)
    {
        if (key.SequenceEqual("__REALTIME_TIMESTAMP"u8)) _ = Utf8Parser.TryParse(raw, out _microseconds, out _);
        else if (key.SequenceEqual("_PID"u8) || key.SequenceEqual("pid"u8)) _ = Utf8Parser.TryParse(raw, out _pid, out _);
        else if (key.SequenceEqual("SYSLOG_IDENTIFIER"u8) || (key.SequenceEqual("_COMM"u8) && _ident.Length == 0)) Set(_ident, raw);
        else if (key.SequenceEqual("time"u8) || key.SequenceEqual("ts"u8) || key.SequenceEqual("timestamp"u8) || key.SequenceEqual("@timestamp"u8)) Set(_time, raw);
        else if (IsMessage(key, raw))
        {
            Set(_message, raw);
            _hasMessage = true;
            IsJournal = key.SequenceEqual("MESSAGE"u8);
        }
    }

    /// <summary>The usual names, or any other string with goroutines in it (<c>stack</c>, <c>stacktrace</c>), which goes before.</summary>
    private bool IsMessage(ReadOnlySpan<byte> key, ReadOnlySpan<byte> raw)
    {
        bool hasGoroutines = raw.IndexOf("goroutine "u8) >= 0;
        if (_hasGoroutines && !hasGoroutines) return false;
        _hasGoroutines |= hasGoroutines;
        return hasGoroutines || key.SequenceEqual("msg"u8) || key.SequenceEqual("MESSAGE"u8) || key.SequenceEqual("message"u8) || key.SequenceEqual("log"u8);
    }

    private static void Set(ScratchBytes bytes, ReadOnlySpan<byte> raw)
    {
        bytes.Clear();
        JsonText.Unescape(raw, bytes);
    }
}
