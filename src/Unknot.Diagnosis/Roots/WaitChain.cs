using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Roots;

/// <summary>One way from an entry to a root: waiters and the resources between them.</summary>
/// <param name="Entry">Where it begins.</param>
/// <param name="Steps">The steps; each waits for a resource and is followed by its holder. The last holder is the root.</param>
/// <param name="Like">How many further entries come the same way.</param>
internal sealed record WaitChain(Waiter Entry, IReadOnlyList<ChainStep> Steps, long Like)
{
    /// <summary>The waiters from the entry to the root.</summary>
    public IEnumerable<Waiter> Waiters => Steps.Select(s => s.Wait.Waiter).Append(Root);

    public Waiter Root => Steps.Count == 0 ? Entry : Steps[^1].Hold.Holder;
}

/// <summary>A waiter, the resource that it waits for, and the holder taken for the likeliest.</summary>
internal sealed record ChainStep(WaitEdge Wait, HoldEdge Hold);
