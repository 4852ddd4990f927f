using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>A process of the stack that is stopped (T) or traced (t): it cannot go on until somebody lets it, whatever it was doing.</summary>
internal sealed class StoppedRule : IWaitRule
{
    public string Name => "stopped";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (ProcessView process in graph.Processes)
        {
            if (!process.IsStopped && !process.IsTraced) continue;
            // A container's own program may be stopped by its user (job control, a debugger): that blocks nobody of the stack.
            if (Reason(process.Component) is not { } reason) continue;
            Waiter waiter = graph.Process(process.Pid);
            if (process.IsTraced && !process.IsStopped)
            {
                string tracer = process.Process.TracerPid is > 0 ? $" by pid {process.Process.TracerPid}" : "";
                WaitGraphBuilder.Stuck(waiter, 0.9, "ProcessTraced", $"{process.Activity} is held by a tracer{tracer} (state t)");
            }
            else
            {
                WaitGraphBuilder.Stuck(waiter, 0.99, reason, $"{process.Activity} (pid {process.Pid}) is stopped (state T): no thread of it runs until it is continued");
            }
        }
    }

    private static string? Reason(string component) => component switch
    {
        Components.Containerd => "ContainerdStopped",
        Components.Dockerd => "DockerdStopped",
        Components.Shim => "ShimStopped",
        Components.DbusDaemon => "DbusDaemonStopped",
        Components.Runc or Components.Kubelet or Components.Crio or Components.Conmon or Components.CriDockerd or Components.Systemd => "ProcessStopped",
        _ => null,
    };
}
