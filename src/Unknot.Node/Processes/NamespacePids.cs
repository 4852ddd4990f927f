using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;

namespace Unknot.Node.Processes;

/// <summary>
/// Pids as a process of the node writes them (credentials of a socket, a journal), turned into those of the reading. They differ where that
/// process lives in a pid namespace below (pid_namespaces(7)).
/// </summary>
internal sealed class NamespacePids
{
    private readonly Dictionary<int, int>? _outer;

    private NamespacePids(Dictionary<int, int>? outer) => _outer = outer;

    /// <summary>For the namespace of a process.</summary>
    public static NamespacePids Of(string procRoot, ProcessTable processes, int member)
    {
        // NSpid has one number for each namespace from the reader's down: with one there is nothing to turn.
        if (processes.Of(member)?.NamespacePids is not { Count: > 1 }) return new NamespacePids(null);
        string? ns = ProcFile.ReadLink($"{procRoot}/{member}/ns/pid", out _);
        Dictionary<int, int> outer = [];
        foreach (ProcessRecord process in processes.All)
        {
            if (process.NamespacePids is not { Count: > 1 } pids) continue;
            if (ns is not null && ProcFile.ReadLink($"{procRoot}/{process.Pid}/ns/pid", out _) == ns) outer[pids[^1]] = process.Pid;
        }

        return new NamespacePids(outer);
    }

    /// <summary>The pid in the reading; null where no such process lives any more.</summary>
    public int? Outer(int pid) => pid <= 0 ? null : _outer is null ? pid : _outer.TryGetValue(pid, out int outer) ? outer : null;
}
