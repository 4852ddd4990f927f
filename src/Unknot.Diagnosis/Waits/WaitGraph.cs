namespace Unknot.Diagnosis.Waits;

/// <summary>Who waits for what, held by whom: waiters and resources in turn, across all processes of the evidence.</summary>
public sealed class WaitGraph
{
    internal WaitGraph(IReadOnlyList<Waiter> waiters, IReadOnlyList<Resource> resources, IReadOnlyList<string> remarks)
    {
        Waiters = waiters;
        Resources = resources;
        Remarks = remarks;
    }

    /// <summary>All waiters, in the order in which they were found.</summary>
    public IReadOnlyList<Waiter> Waiters { get; }

    /// <summary>All resources, in the order in which they were found.</summary>
    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>What the rules want the reader to know, in plain words: a dump left aside, candidates that text cannot tell apart.</summary>
    public IReadOnlyList<string> Remarks { get; }
}
