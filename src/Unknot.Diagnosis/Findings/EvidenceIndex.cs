using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>A snapshot prepared so that some hundred signs can be looked for quickly: made once for each diagnosis.</summary>
internal sealed class EvidenceIndex
{
    private readonly ILookup<string, ProcessEvidence> _byComponent;
    private readonly ILookup<int, ProcessEvidence> _children;

    /// <summary>Prepares a snapshot.</summary>
    /// <param name="snapshot">The evidence.</param>
    /// <param name="stackClauses">All signs that look for stacks: one pass over each dump answers them together.</param>
    public EvidenceIndex(EvidenceSnapshot snapshot, IReadOnlyList<StackClause> stackClauses)
    {
        Snapshot = snapshot;
        LogsByKind = snapshot.Logs.ToLookup(line => line.Kind, StringComparer.Ordinal);
        _byComponent = snapshot.Processes.Values.ToLookup(process => Components.Of(process.Name, process.Arguments), StringComparer.Ordinal);
        _children = snapshot.Processes.Values.Where(process => process.ParentPid is not null).ToLookup(process => process.ParentPid!.Value);
        StackHits = StackSearch.Find(stackClauses, snapshot.Dumps);
    }

    /// <summary>The evidence itself.</summary>
    public EvidenceSnapshot Snapshot { get; }

    /// <summary>Log lines by kind.</summary>
    public ILookup<string, LogEvidence> LogsByKind { get; }

    /// <summary>Stack signs that were found.</summary>
    public IReadOnlyDictionary<StackClause, ClauseHit> StackHits { get; }

    /// <summary>True where the parents of processes are known, so that "no child" means something.</summary>
    public bool KnowsChildren => _children.Count > 0;

    /// <summary>Processes of a component.</summary>
    /// <param name="component">A component's name; null for all processes.</param>
    /// <returns>The processes by ascending pid.</returns>
    public IEnumerable<ProcessEvidence> Processes(string? component) => component is null ? Snapshot.Processes.Values : _byComponent[component];

    /// <summary>Children of a process.</summary>
    /// <param name="pid">The parent.</param>
    /// <returns>Its children, zombies included.</returns>
    public IEnumerable<ProcessEvidence> ChildrenOf(int pid) => _children[pid];
}
