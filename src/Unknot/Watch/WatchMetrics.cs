using System.Globalization;
using System.Text;
using Unknot.Node.Pleg;

namespace Unknot.Watch;

/// <summary>A round in Prometheus' text exposition format, version 0.0.4.</summary>
internal static class WatchMetrics
{
    /// <summary>The text.</summary>
    public static string Of(WatchSnapshot node)
    {
        StringBuilder text = new();
        PerRuntime(text, node, "unknot_relist_seconds", "gauge", "Duration of the last relist that ended.", r => r.Relist?.TotalSeconds);
        PerRuntime(text, node, "unknot_relist_p50_seconds", "gauge", "Median of the last 300 relists.", r => r.RelistMedian?.TotalSeconds);
        PerRuntime(text, node, "unknot_relist_max_seconds", "gauge", "Maximum of the last 300 relists.", r => r.RelistMax?.TotalSeconds);
        PerRuntime(text, node, "unknot_relist_seconds_total", "counter", "All relists together.", r => r.RelistTotal.TotalSeconds);
        PerRuntime(text, node, "unknot_relists_total", "counter", "Relists that ended.", r => r.Relists);
        PerRuntime(text, node, "unknot_relist_failures_total", "counter", "Relists that failed.", r => r.RelistFailures);
        PerRuntime(text, node, "unknot_relist_under_way_seconds", "gauge", "Age of the relist that is not answered yet; 0 when none is.", r => r.RelistUnderWay?.TotalSeconds ?? 0);
        PerRuntime(text, node, "unknot_probes_answered_total", "counter", "Inspects that were answered.", r => r.ProbesAnswered);
        PerRuntime(text, node, "unknot_hanging_requests", "gauge", "Requests past their deadline that are not answered.", r => r.Hanging.Count);
        PerRuntime(text, node, "unknot_oldest_hanging_request_seconds", "gauge", "Age of the oldest of them; 0 when none hangs.", r => r.Hanging.FirstOrDefault()?.Waited.TotalSeconds ?? 0);
        PerRuntime(text, node, "unknot_goroutines", "gauge", "Goroutines as the daemon tells them.", r => r.Goroutines);
        Containers(text, node);
        Hanging(text, node);
        Manager(text, node.Manager);
        Stack(text, node);
        return text.ToString();
    }

    private static void PerRuntime(StringBuilder text, WatchSnapshot node, string name, string type, string help, Func<RuntimeView, double?> value)
    {
        Head(text, name, type, help);
        foreach (RuntimeView runtime in node.Runtimes)
        {
            if (value(runtime) is { } told) Sample(text, name, Labels(runtime.Name), told);
        }
    }

    private static void Containers(StringBuilder text, WatchSnapshot node)
    {
        Head(text, "unknot_containers", "gauge", "Containers by state.");
        foreach (RuntimeView runtime in node.Runtimes)
        {
            foreach ((string state, int count) in runtime.States) Sample(text, "unknot_containers", $"{Labels(runtime.Name)},state=\"{Escape(state)}\"", count);
        }
    }

    private static void Hanging(StringBuilder text, WatchSnapshot node)
    {
        const string name = "unknot_container_hanging_seconds";
        Head(text, name, "gauge", "Age of the inspect that is not answered, for each container that hangs.");
        foreach (HangingRequest request in node.Runtimes.SelectMany(r => r.Hanging))
        {
            if (request.Container is not { } about) continue;
            Sample(text, name, $"{Labels(request.Runtime)},container_id=\"{Escape(about.Id)}\",container=\"{Escape(about.Name)}\",pod=\"{Escape(about.Pod ?? "")}\"", request.Waited.TotalSeconds);
        }
    }

    private static void Manager(StringBuilder text, ManagerView manager)
    {
        if (manager.Version is { } version)
        {
            Head(text, "unknot_systemd_info", "gauge", "Version of systemd.");
            Sample(text, "unknot_systemd_info", $"version=\"{Escape(version)}\"", 1);
        }

        if (manager.Cookie is { } cookie)
        {
            Head(text, "unknot_systemd_cookie", "gauge", "Serial of systemd's last answer on the bus; 2^32 is its end.");
            Sample(text, "unknot_systemd_cookie", null, cookie);
        }

        if (manager.OverflowsAt is { } overflow)
        {
            Head(text, "unknot_systemd_cookie_overflow_timestamp_seconds", "gauge", "When the cookie passes 32 bits at its present rate.");
            Sample(text, "unknot_systemd_cookie_overflow_timestamp_seconds", null, overflow.ToUnixTimeSeconds());
        }

        Head(text, "unknot_systemd_hangs", "gauge", "1 while systemd, or the bus on the way to it, does not answer.");
        Sample(text, "unknot_systemd_hangs", null, manager.Hangs ? 1 : 0);
    }

    private static void Stack(StringBuilder text, WatchSnapshot node)
    {
        if (node.Stack is not { } stack) return;
        Head(text, "unknot_stack_tasks", "gauge", "Tasks of the runtime stack that are stopped (T), in uninterruptible sleep (D) or a runc that does not end (old).");
        foreach (IGrouping<(string Component, string State), StackTask> group in stack.Odd.GroupBy(t => (t.Member.Component, t.State)))
        {
            Sample(text, "unknot_stack_tasks", $"component=\"{Escape(group.Key.Component)}\",state=\"{Escape(group.Key.State)}\"", group.Count());
        }

        Head(text, "unknot_pressure_percent", "gauge", "Pressure stall information, average of 10 s.");
        foreach (PressureSample sample in stack.Pressure)
        {
            Sample(text, "unknot_pressure_percent", $"resource=\"{sample.Resource}\",kind=\"some\"", sample.Some);
            if (sample.Full is { } full) Sample(text, "unknot_pressure_percent", $"resource=\"{sample.Resource}\",kind=\"full\"", full);
        }
    }

    private static string Labels(RuntimeName name) => $"runtime=\"{Escape(name.Component)}\",pid=\"{name.Pid}\",api=\"{name.Api}\"";

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static void Head(StringBuilder text, string name, string type, string help) => text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Sample(StringBuilder text, string name, string? labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{(labels is null ? "" : $"{{{labels}}}")} {value:R}\n");
}
