using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A task stands in these kernel functions: <c>/proc/PID/stack</c>, or the call trace of a hung task.</summary>
internal sealed record KernelStackClause : SignatureClause
{
    /// <summary>Parts of function names, innermost first; others may lie between them.</summary>
    public required IReadOnlyList<string> Functions { get; init; }

    /// <summary>Beginnings of task names of which one fits; empty for any.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        foreach (HungTaskEvidence task in evidence.Snapshot.HungTasks)
        {
            if (IsMeant(task.TaskName) && InOrder(task.KernelStack)) return Hit(task.TaskName, task.Pid, task.Origin);
        }

        foreach (ProcessEvidence process in evidence.Snapshot.Processes.Values)
        {
            foreach (ThreadEvidence thread in process.Threads)
            {
                if (!InOrder(thread.KernelStack)) continue;
                string name = thread.Name ?? process.Name ?? Components.Of(null, process.Arguments);
                if (IsMeant(name)) return Hit(name, process.Pid, thread.Origin) with { ContainerId = process.ContainerId };
            }
        }

        return null;
    }

    private bool IsMeant(string task) => Tasks.Count == 0 || Tasks.Any(start => task.StartsWith(start, StringComparison.Ordinal));

    private bool InOrder(IReadOnlyList<string> stack)
    {
        int found = 0;
        for (int i = 0; i < stack.Count && found < Functions.Count; i++)
        {
            if (stack[i].Contains(Functions[found], StringComparison.Ordinal)) found++;
        }

        return found == Functions.Count;
    }

    private ClauseHit Hit(string name, int pid, Provenance origin) => new($"task {name} ({pid}) stands in {Functions[0]}", [origin], pid);
}
