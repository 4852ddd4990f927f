using System.Diagnostics;

namespace Unknot.Node.Sources;

/// <summary>One source while it reads: its thread, its deadline, what it has given so far.</summary>
internal sealed class SourceRun
{
    private readonly INodeSource _source;
    private readonly NodeScan _scan;
    private readonly Action<SourceProgress>? _progress;
    private readonly CancellationTokenSource _deadline;
    private readonly ManualResetEventSlim _ended = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private SourceOutcome _outcome;
    private TimeSpan _elapsed;
    private int _told;

    private SourceRun(INodeSource source, NodeScan scan, Action<SourceProgress>? progress)
    {
        (_source, _scan, _progress) = (source, scan, progress);
        Sink = new SourceSink(source.Name, scan.Options.MaxBytesPerSource);
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(scan.Cancellation);
        _deadline.CancelAfter(Remaining);
    }

    public string Name => _source.Name;

    public SourceSink Sink { get; }

    public SourceOutcome Outcome { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    private TimeSpan Remaining => TimeSpan.FromTicks(Math.Max(0, Math.Min(_source.Deadline.Ticks - Stopwatch.GetElapsedTime(_start).Ticks, _scan.Remaining.Ticks)));

    public static SourceRun Start(INodeSource source, NodeScan scan, Action<SourceProgress>? progress)
    {
        SourceRun run = new(source, scan, progress);
        progress?.Invoke(new SourceProgress(source.Name, null, TimeSpan.Zero));
        new Thread(run.Run) { IsBackground = true, Name = "source " + source.Name }.Start();
        return run;
    }

    /// <summary>Returns when it has ended or its deadline is over; takes no more from it then.</summary>
    public void WaitUntilDone()
    {
        bool ended = WaitForEnd();
        Elapsed = ended ? _elapsed : Stopwatch.GetElapsedTime(_start);
        Outcome = ended ? _outcome : SourceOutcome.TimedOut;
        if (!ended) Sink.Gap(_source.Name, $"did not end within {Elapsed.TotalSeconds:0.0} s and was left where it was{(Sink.Doing is { } doing ? $": {doing}" : "")}", "ETIMEDOUT");
        Sink.Close();
        // Those that wait for what it reads go on with what there is.
        if (!ended) _scan.Ended(_source);
        Tell(Outcome, Elapsed);
    }

    /// <summary>Once: by its own thread when it ends, or by the one that has waited long enough.</summary>
    private void Tell(SourceOutcome outcome, TimeSpan elapsed)
    {
        if (Interlocked.Exchange(ref _told, 1) == 0) _progress?.Invoke(new SourceProgress(_source.Name, outcome, elapsed));
    }

    private bool WaitForEnd()
    {
        try
        {
            if (_ended.Wait(Remaining, _scan.Cancellation)) return true;
        }
        catch (OperationCanceledException)
        {
            // The user ends the reading: what there is counts.
        }

        // A source that heeds its deadline ends a moment after it, with what it has in order.
        _deadline.Cancel();
        return _ended.Wait(TimeSpan.FromMilliseconds(100));
    }

    private void Run()
    {
        try
        {
            _source.Read(_scan, Sink, _deadline.Token);
        }
        catch (OperationCanceledException) when (_deadline.IsCancellationRequested)
        {
            _outcome = SourceOutcome.TimedOut;
            Sink.Gap(_source.Name, $"its deadline passed{(Sink.Doing is { } doing ? $" at: {doing}" : "")}", "ETIMEDOUT");
        }
        catch (Exception error)
        {
            // The edge of a source: whatever breaks it must not cost the others.
            _outcome = SourceOutcome.Failed;
            Sink.Gap(_source.Name, $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", null);
        }
        finally
        {
            _elapsed = Stopwatch.GetElapsedTime(_start);
            Tell(_outcome, _elapsed);
            _scan.Ended(_source);
            _ended.Set();
        }
    }
}
