using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Which shims are busy with a call that has not been answered.</summary>
internal static class ShimActivity
{
    /// <summary>Busy shims, and why they are taken for that; the strongest signs alone when there are any.</summary>
    public static List<(ProcessView Shim, double Weight, string Why)> Busy(WaitGraphBuilder graph, string call)
    {
        string verb = Verb(call);
        List<(ProcessView Shim, double Weight, string Why)> stopped = [], queued = [], running = [];
        foreach (ProcessView shim in graph.ProcessesOf(Components.Shim))
        {
            if (shim.Process.State == 'Z') continue;
            if (shim.IsStopped || shim.IsTraced) stopped.Add((shim, 0.95, $"the shim is {(shim.IsStopped ? "stopped" : "traced")}"));
            else if (UnreadBytes(graph, shim) is > 0 and var bytes) queued.Add((shim, 0.9, $"{bytes} bytes of requests wait unread on its socket"));
            else if (graph.ChildrenOf(shim.Pid).FirstOrDefault(c => c.IsShortLived && Matches(c.RuntimeVerb, verb)) is { } child)
                running.Add((shim, 0.95, $"it waits for {child.Activity} (pid {child.Pid}), which is this call's work"));
        }

        return stopped.Count > 0 ? [.. stopped, .. running] : running.Count > 0 ? [.. running, .. queued] : queued;
    }

    /// <summary>Bytes that wait unread on the shim's own socket.</summary>
    public static long UnreadBytes(WaitGraphBuilder graph, ProcessView shim) =>
        graph.SocketsOf(shim.Pid).Where(s => !s.IsListening && s.Path is not null && !s.Path.EndsWith(".ttrpc", StringComparison.Ordinal)).Sum(s => s.ReceiveQueue);

    private static string Verb(string call) => call[(call.LastIndexOf('.') + 1)..] switch
    {
        "Create" => "create",
        "Start" => "start",
        "Exec" => "exec",
        "Kill" => "kill",
        "Delete" => "delete",
        "Pause" => "pause",
        "Resume" => "resume",
        "Update" => "update",
        "Checkpoint" => "checkpoint",
        var other => other,
    };

    // Task.Start of an exec'd process runs "runc exec"; State, Pids and the like wait for whatever holds the shim's lock.
    private static bool Matches(string? child, string verb) => child == verb || (verb == "start" && child == "exec") || verb is "State" or "Pids" or "Stats" or "Connect" or "Wait" or "kill" or "delete";
}
