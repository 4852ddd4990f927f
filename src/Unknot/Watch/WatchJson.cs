using System.Buffers;
using System.Text.Json;
using Unknot.Node.Pleg;

namespace Unknot.Watch;

/// <summary>A round as one line of JSON (docs/watch-json.md). The shape is a contract: fields may be added, none changes its meaning.</summary>
internal sealed class WatchJson : IDisposable
{
    public const string SchemaVersion = "unknot.dev/watch/v1";

    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;

    public WatchJson() => _json = new Utf8JsonWriter(_line);

    /// <summary>The line, with its end; good until the next call.</summary>
    public ReadOnlySpan<byte> Line(WatchSnapshot node)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("schemaVersion", SchemaVersion);
        _json.WriteString("host", node.Host);
        _json.WriteString("at", node.At);
        _json.WriteNumber("round", node.Round);
        _json.WriteBoolean("hangs", node.Hangs);
        WriteSeconds("oldestHangSeconds", node.Oldest?.For);
        WriteArray("runtimes", node.Runtimes, WriteRuntime);
        WriteArray("suspects", node.Suspects, WriteSuspect);
        WriteManager(node.Manager);
        WriteStack(node);
        WriteArray("transitions", node.Transitions, WriteTransition);
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();

    private void WriteRuntime(RuntimeView runtime)
    {
        WriteName(runtime.Name);
        _json.WriteString("api", runtime.Name.Api);
        _json.WriteString("socket", runtime.Name.Socket);
        _json.WriteBoolean("evented", runtime.IsEvented);
        WriteSeconds("relistSeconds", runtime.Relist);
        WriteSeconds("relistP50Seconds", runtime.RelistMedian);
        WriteSeconds("relistMaxSeconds", runtime.RelistMax);
        _json.WriteNumber("relists", runtime.Relists);
        _json.WriteNumber("relistFailures", runtime.RelistFailures);
        WriteText("failure", runtime.Failure);
        WriteTime("listedAt", runtime.ListedAt);
        _json.WriteNumber("containers", runtime.Containers);
        _json.WriteStartObject("states");
        foreach ((string state, int count) in runtime.States.OrderBy(s => s.Key, StringComparer.Ordinal)) _json.WriteNumber(state, count);
        _json.WriteEndObject();
        _json.WriteNumber("probesUnderWay", runtime.ProbesUnderWay);
        _json.WriteNumber("probesAnswered", runtime.ProbesAnswered);
        WriteSeconds("oldestInspectSeconds", runtime.OldestInspect);
        if (runtime.Goroutines is { } goroutines) _json.WriteNumber("goroutines", goroutines);
        else _json.WriteNull("goroutines");
        WriteArray("hanging", runtime.Hanging, request =>
        {
            _json.WriteString("call", request.Call);
            WriteContainer(request.Container);
            _json.WriteString("since", request.Since);
            WriteSeconds("seconds", request.Waited);
        });
    }

    private void WriteSuspect(Suspect suspect)
    {
        _json.WriteString("component", suspect.Component);
        WriteNumber("pid", suspect.Pid);
        WriteContainer(suspect.Container);
        _json.WriteBoolean("hangs", suspect.Hangs);
        WriteText("call", suspect.Call);
        _json.WriteString("since", suspect.Since);
        WriteSeconds("seconds", suspect.For);
        _json.WriteStartArray("signs");
        foreach (string sign in suspect.Signs) _json.WriteStringValue(sign);
        _json.WriteEndArray();
    }

    private void WriteManager(ManagerView manager)
    {
        _json.WriteStartObject("systemd");
        WriteNumber("pid", manager.Pid);
        WriteText("version", manager.Version);
        if (manager.Cookie is { } cookie) _json.WriteNumber("cookie", cookie);
        else _json.WriteNull("cookie");
        WriteTime("answeredAt", manager.AnsweredAt);
        WriteSeconds("answerSeconds", manager.Took);
        if (manager.PerDay is { } perDay) _json.WriteNumber("cookiesPerDay", Math.Round(perDay, 1));
        else _json.WriteNull("cookiesPerDay");
        WriteTime("overflowsAt", manager.OverflowsAt);
        if (manager.SurvivesOverflow is { } survives) _json.WriteBoolean("survivesOverflow", survives);
        else _json.WriteNull("survivesOverflow");
        _json.WriteBoolean("hangs", manager.Hangs);
        WriteText("failure", manager.Failure);
        _json.WriteEndObject();
    }

    private void WriteStack(WatchSnapshot node)
    {
        if (node.Stack is not { } stack)
        {
            _json.WriteNull("stack");
            return;
        }

        _json.WriteStartObject("stack");
        _json.WriteString("at", stack.At);
        _json.WriteNumber("processes", stack.Members.Count);
        WriteArray("tasks", stack.Odd, task =>
        {
            _json.WriteString("component", task.Member.Component);
            _json.WriteNumber("pid", task.Member.Pid);
            _json.WriteNumber("tid", task.Tid);
            _json.WriteString("state", task.State);
            WriteText("containerId", task.Member.ContainerId);
            _json.WriteString("since", task.Since);
        });
        _json.WriteStartObject("pressure");
        foreach (PressureSample sample in stack.Pressure)
        {
            _json.WriteStartObject(sample.Resource);
            _json.WriteNumber("someAvg10", sample.Some);
            if (sample.Full is { } full) _json.WriteNumber("fullAvg10", full);
            else _json.WriteNull("fullAvg10");
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteTransition(PlegTransition change)
    {
        _json.WriteString("at", change.At);
        _json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()));
        WriteName(change.Runtime);
        WriteContainer(change.Container);
        WriteText("from", change.From);
        WriteText("to", change.To);
        WriteSeconds("seconds", change.Took);
    }

    private void WriteName(RuntimeName name)
    {
        _json.WriteString("component", name.Component);
        _json.WriteNumber("pid", name.Pid);
    }

    private void WriteContainer(ListedContainer? container)
    {
        if (container is null)
        {
            _json.WriteNull("container");
            return;
        }

        _json.WriteStartObject("container");
        _json.WriteString("id", container.Id);
        _json.WriteString("name", container.Name);
        WriteText("pod", container.Pod);
        _json.WriteString("state", container.State);
        _json.WriteEndObject();
    }

    private void WriteArray<T>(string name, IReadOnlyList<T> items, Action<T> write)
    {
        _json.WriteStartArray(name);
        foreach (T item in items)
        {
            _json.WriteStartObject();
            write(item);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteText(string name, string? text)
    {
        if (text is null) _json.WriteNull(name);
        else _json.WriteString(name, text);
    }

    private void WriteNumber(string name, int? number)
    {
        if (number is { } told) _json.WriteNumber(name, told);
        else _json.WriteNull(name);
    }

    private void WriteTime(string name, DateTimeOffset? time)
    {
        if (time is { } told) _json.WriteString(name, told);
        else _json.WriteNull(name);
    }

    private void WriteSeconds(string name, TimeSpan? time)
    {
        if (time is { } told) _json.WriteNumber(name, Math.Round(told.TotalSeconds, 4));
        else _json.WriteNull(name);
    }
}
