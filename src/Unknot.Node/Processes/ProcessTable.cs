using System.Collections.Concurrent;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;

namespace Unknot.Node.Processes;

/// <summary>The processes of a reading, by pid.</summary>
internal sealed class ProcessTable
{
    private readonly ConcurrentDictionary<int, ProcessRecord> _byPid = new();

    public IEnumerable<ProcessRecord> All => _byPid.Values;

    public ProcessRecord? Of(int pid) => _byPid.GetValueOrDefault(pid);

    public void Add(ProcessRecord record) => _byPid[record.Pid] = record;

    /// <summary>Processes of a component, the oldest first.</summary>
    public IReadOnlyList<ProcessRecord> OfComponent(string component) =>
        [.. _byPid.Values.Where(p => p.State != "Z" && ComponentOf(p) == component).OrderBy(p => p.StartTicks)];

    public static string ComponentOf(ProcessRecord process) => Components.Of(process.Name, process.Arguments ?? []);
}
