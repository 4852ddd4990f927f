using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Daemons;
using Unknot.Node.Processes;

namespace Unknot.Node.Pleg;

/// <summary>Finds the daemons that have a runtime interface among the processes of the stack.</summary>
internal static class RuntimeDiscovery
{
    private static readonly string[] s_engines = [Components.Dockerd, Components.Containerd, Components.Crio];

    // They pass every question on to dockerd: asking both would put two inspects of one container side by side.
    private static readonly string[] s_beforeDocker = [Components.CriDockerd, Components.Kubelet];

    /// <summary>Whether a process may be one.</summary>
    public static bool IsCandidate(StackMember member) => s_engines.Contains(member.Component) || s_beforeDocker.Contains(member.Component);

    /// <summary>Finds them.</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="members">Processes of the stack.</param>
    /// <param name="end">Ends it.</param>
    /// <returns>The daemons that listen somewhere.</returns>
    public static IReadOnlyList<Daemon> Find(string procRoot, IEnumerable<StackMember> members, CancellationToken end)
    {
        ProcessTable processes = new();
        ProcessReader reader = new(procRoot);
        foreach (StackMember member in members.Where(IsCandidate))
        {
            if (reader.Read(member.Pid, static _ => { }) is { } process) processes.Add(process);
        }

        if (!processes.All.Any()) return [];
        IReadOnlyList<Daemon> engines = DaemonFinder.In(processes, NodeSockets.Read(procRoot, end), procRoot, s_engines);
        IReadOnlyList<Daemon> found = engines.Any(d => d.Component == Components.Dockerd)
            ? engines : [.. engines, .. DaemonFinder.In(processes, NodeSockets.Read(procRoot, end), procRoot, s_beforeDocker)];
        return [.. found.Where(d => d.Sockets.Count > 0 && StartOf(d.Process) > 0)];
    }

    private static ulong StartOf(ProcessRecord process) => process.StartTicks ?? 0;
}
