using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits;

/// <summary>A process with its component, and the runtime command it is where it is one.</summary>
internal sealed class ProcessView
{
    private static readonly HashSet<string> RuntimeVerbs = new(StringComparer.Ordinal)
    {
        "create", "start", "exec", "kill", "delete", "state", "pause", "resume", "update", "run", "ps", "events", "init", "checkpoint", "restore",
    };

    public ProcessView(ProcessEvidence process, ProcessView? parent)
    {
        Process = process;
        Component = Components.Of(process.Name, process.Arguments);
        RuntimeVerb = FindRuntimeVerb(process.Arguments);
        bool belowShim = parent?.Component is Components.Shim or Components.Containerd or Components.Conmon or Components.Crio;
        if (Component == Components.Runc) return;
        // A wrapper in place of runc: a shell or program of the site, given runc's own arguments by the shim.
        if (belowShim && RuntimeVerb is not null && process.Arguments.Contains("--root"))
        {
            IsRuntimeWrapper = true;
            Component = Components.Runc;
        }
        else
        {
            RuntimeVerb = null;
        }
    }

    public ProcessEvidence Process { get; }

    public int Pid => Process.Pid;

    public string Component { get; }

    /// <summary><c>create</c>, <c>start</c>, <c>init</c>, …; null where it is no runtime command.</summary>
    public string? RuntimeVerb { get; }

    public bool IsRuntimeWrapper { get; }

    /// <summary>True for <c>runc init</c>, the container's first process before the container's program.</summary>
    public bool IsRuntimeInit => RuntimeVerb == "init" || Process.Name?.StartsWith("runc:[", StringComparison.Ordinal) == true;

    /// <summary>A runtime command that returns within milliseconds on a healthy node. <c>exec</c> and <c>run</c> do so only detached.</summary>
    public bool IsShortLived => Component == Components.Runc && !IsRuntimeInit && RuntimeVerb switch
    {
        null or "events" or "init" => false,
        "exec" or "run" => Process.Arguments.Contains("--detach") || Process.Arguments.Contains("-d"),
        _ => true,
    };

    public string? ContainerId => Process.ContainerId;

    public bool IsStopped => Process.State == 'T';

    public bool IsTraced => Process.State == 't' || Process.TracerPid > 0;

    /// <summary>Name for a chain: <c>runc create</c>, <c>containerd-shim</c>.</summary>
    public string Activity => Component == Components.Runc && RuntimeVerb is not null
        ? $"{(IsRuntimeWrapper ? "runtime wrapper" : "runc")} {RuntimeVerb}"
        : Process.Arguments.Count > 0 ? Program(Process.Arguments[0]) : Process.Name ?? $"pid {Pid}";

    private static string Program(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string? FindRuntimeVerb(IReadOnlyList<string> arguments)
    {
        for (int i = 1; i < arguments.Count; i++)
        {
            string a = arguments[i];
            if (a.StartsWith('-') || !RuntimeVerbs.Contains(a)) continue;
            // The value of an option before the verb (--root DIR) is never a verb; --log-format json and the like are no verbs either.
            return a;
        }

        return null;
    }
}
