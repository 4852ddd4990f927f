using System.Diagnostics;
using Unknot.Diagnosis.Reports;
using Unknot.Node;

namespace Unknot.Terminal;

/// <summary>
/// Tells on standard error how the sources of a node come along: those that are still read, in one line that is rewritten in place and wiped at the end; and, where
/// that is what the user waits for, one line for each that has ended.
/// </summary>
internal sealed class SourceLines : IDisposable
{
    private const int Width = 78;

    private readonly TextWriter _error;
    private readonly bool _keep;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<string> _running = [];
    private readonly Timer _timer;
    private int _written;

    private SourceLines(TextWriter error, bool keep, TimeSpan first)
    {
        (_error, _keep) = (error, keep);
        _timer = new Timer(_ => WriteRunning(), null, first, TimeSpan.FromMilliseconds(250));
    }

    /// <summary>Starts where it makes sense.</summary>
    /// <param name="error">Standard error.</param>
    /// <param name="isTerminal">Whether somebody looks at it.</param>
    /// <param name="keep">A line for each source that has ended.</param>
    /// <returns>Null where standard error is no terminal.</returns>
    public static SourceLines? For(TextWriter error, bool isTerminal, bool keep) => isTerminal ? new SourceLines(error, keep, TimeSpan.FromMilliseconds(500)) : null;

    /// <summary>Where to report to, whether or not lines are written: what a source is about to do is told in any case.</summary>
    public static Action<SourceProgress> ReportTo(SourceLines? lines, TextWriter error) => lines is not null ? lines.Report : progress =>
    {
        if (progress.Notice is not { } notice) return;
        lock (error) Tell(error, notice);
    };

    private static void Tell(TextWriter error, string notice)
    {
        error.WriteLine($"unknot: {TerminalText.Neutralise(notice)}");
        error.Flush();
    }

    /// <summary>A source has started or ended; from any thread.</summary>
    public void Report(SourceProgress progress)
    {
        lock (_error)
        {
            if (progress.Notice is { } notice)
            {
                Wipe();
                Tell(_error, notice);
                return;
            }

            if (progress.Outcome is not { } outcome)
            {
                _running.Add(progress.Source);
                return;
            }

            _running.Remove(progress.Source);
            if (!_keep) return;
            Wipe();
            string word = outcome switch { SourceOutcome.Complete => "read", SourceOutcome.TimedOut => "OUT OF TIME", _ => "FAILED" };
            _error.WriteLine($"  {TerminalText.Neutralise(progress.Source),-20} {word,-11} {progress.Elapsed.TotalSeconds,6:0.00} s");
        }
    }

    private void WriteRunning()
    {
        lock (_error)
        {
            if (_running.Count == 0) return;
            string line = $"  reading this node, {Stopwatch.GetElapsedTime(_start).TotalSeconds:0} s: {TerminalText.Neutralise(string.Join(", ", _running))}";
            if (line.Length > Width) line = line[..(Width - 1)] + "…";
            _error.Write("\r" + line.PadRight(_written));
            _written = Math.Max(_written, line.Length);
        }
    }

    private void Wipe()
    {
        if (_written > 0) _error.Write("\r" + new string(' ', _written) + "\r");
        _written = 0;
    }

    public void Dispose()
    {
        using ManualResetEvent ended = new(false);
        if (_timer.Dispose(ended)) ended.WaitOne();
        lock (_error) Wipe();
    }
}
