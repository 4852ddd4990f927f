using System.Diagnostics;
using System.Text.Json;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Sources;

namespace Unknot.Node.Daemons;

/// <summary>Asks one daemon with a deadline for each request, and writes down what came of each: a line of its <c>probes.jsonl</c>, a gap where nothing did.</summary>
/// <param name="sink">Takes the gaps.</param>
/// <param name="lines">Document of the lines.</param>
/// <param name="component">Whom it asks.</param>
/// <param name="pid">Its pid.</param>
/// <param name="deadline">How long one request is waited for.</param>
internal sealed class ProbeLog(SourceSink sink, SourceSink.LineDocument lines, string component, int pid, TimeSpan deadline)
{
    /// <summary>Begins a document for one daemon's lines.</summary>
    public static ProbeLog Open(SourceSink sink, string path, Daemon daemon, TimeSpan deadline) =>
        new(sink, sink.OpenLines(path, ProbeFormat.SchemaVersion), daemon.Component, daemon.Pid, deadline);

    /// <summary>Makes one request; never a second one.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="containerId">Container that it is about; null when about none.</param>
    /// <param name="ask">The request; heeds its token, and is left alone where it does not.</param>
    /// <param name="tell">What of the answer goes into the line; null for nothing.</param>
    /// <param name="cancellation">The source's own deadline.</param>
    /// <returns>What came of it.</returns>
    public async Task<ProbeAnswer<T>> AskAsync<T>(
        string call, string? containerId, Func<CancellationToken, Task<T>> ask, Func<T, IReadOnlyDictionary<string, string>>? tell, CancellationToken cancellation)
        where T : class
    {
        ProbeAnswer<T> answer = await TryAsync(ask, cancellation).ConfigureAwait(false);
        Note(call, containerId, answer, answer.Value is { } value ? tell?.Invoke(value) : null);
        return answer;
    }

    /// <summary>Makes one request and writes nothing: for finding out which of several sockets it is.</summary>
    public async Task<ProbeAnswer<T>> TryAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
        where T : class
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        long start = Stopwatch.GetTimestamp();
        try
        {
            T value = await ask(limit.Token).WaitAsync(deadline + TimeSpan.FromMilliseconds(100), cancellation).ConfigureAwait(false);
            return new ProbeAnswer<T>(ProbeOutcome.Answered, value, Stopwatch.GetElapsedTime(start));
        }
        catch (TimeoutException)
        {
            return new ProbeAnswer<T>(ProbeOutcome.TimedOut, null, Stopwatch.GetElapsedTime(start), "no answer within the deadline", "ETIMEDOUT");
        }
        catch (Exception error) when (ProbeFailure.IsExpected(error))
        {
            (ProbeOutcome outcome, string detail, string? errno) = ProbeFailure.Of(error, limit.IsCancellationRequested);
            return new ProbeAnswer<T>(outcome, null, Stopwatch.GetElapsedTime(start), detail, errno);
        }
    }

    /// <summary>Writes down what came of a request.</summary>
    public void Note<T>(string call, string? containerId, ProbeAnswer<T> answer, IReadOnlyDictionary<string, string>? values)
        where T : class
    {
        lines.Add(
            new ProbeRecord
            {
                Component = component,
                Pid = pid,
                Call = call,
                ContainerId = containerId,
                Outcome = JsonNamingPolicy.CamelCase.ConvertName(answer.Outcome.ToString()),
                Seconds = Math.Round(answer.Elapsed.TotalSeconds, 3),
                Detail = answer.Errno is { } errno ? $"{errno}: {answer.Detail}" : answer.Detail,
                Values = values is { Count: > 0 } ? values : null,
            },
            NodeJson.Default.ProbeRecord);
        if (answer.Outcome == ProbeOutcome.Answered) return;
        string about = containerId is null ? "" : $" of container {containerId[..Math.Min(12, containerId.Length)]}";
        sink.Gap($"{component} (pid {pid})", $"{call}{about}: {answer.Detail} (waited {answer.Elapsed.TotalSeconds:0.0} s)", answer.Errno);
    }
}
