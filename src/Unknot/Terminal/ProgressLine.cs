using Unknot.Diagnosis.Reports;
using System.Diagnostics;

namespace Unknot.Terminal;

/// <summary>One line on standard error that says what takes long, rewritten in place and wiped at the end. Nothing is written in the first half second.</summary>
internal sealed class ProgressLine : IProgress<long>, IDisposable
{
    private readonly TextWriter _error;
    private readonly string _what;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Timer _timer;
    private readonly long _bytes;
    private long _done;
    private int _written;

    private ProgressLine(TextWriter error, string what, long bytes)
    {
        _error = error;
        _what = what;
        _bytes = bytes;
        _timer = new Timer(_ => Write(), null, 500, 250);
    }

    /// <summary>Starts a line where it makes sense.</summary>
    /// <returns>Null where standard error is no terminal or the input is small.</returns>
    public static ProgressLine? For(TextWriter error, bool isTerminal, string name, long bytes)
    {
        const long WorthShowing = 64L << 20;
        if (!isTerminal || bytes <= WorthShowing) return null;
        return new ProgressLine(error, $"reading {TerminalText.Neutralise(name)}, {bytes / 1048576.0:F0} MB", bytes);
    }

    /// <summary>Bytes done so far; from any thread.</summary>
    public void Report(long value) => Volatile.Write(ref _done, value);

    private void Write()
    {
        lock (_error)
        {
            long percent = Volatile.Read(ref _done) * 100 / _bytes;
            string line = $"{_what}: {(percent is > 0 and < 100 ? $"{percent} %, " : "")}{Stopwatch.GetElapsedTime(_start).TotalSeconds:F0} s";
            _error.Write("\r" + line.PadRight(_written));
            _written = Math.Max(_written, line.Length);
        }
    }

    public void Dispose()
    {
        using ManualResetEvent ended = new(false);
        if (_timer.Dispose(ended)) ended.WaitOne();
        if (_written > 0) _error.Write("\r" + new string(' ', _written) + "\r");
    }
}
