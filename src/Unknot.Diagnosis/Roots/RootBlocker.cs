using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Roots;

/// <summary>The end of wait chains: one that waits for nobody we know, or a cycle, with what stands behind it.</summary>
internal sealed class RootBlocker
{
    public RootBlocker(Waiter waiter)
    {
        Waiter = waiter;
        End = waiter;
    }

    public Waiter Waiter { get; }

    /// <summary>The waiter at which the finder saw the chains end: another member of the circle where the root is one.</summary>
    public Waiter End { get; init; }

    /// <summary>Waiters whose chain leads here, with how probably it does.</summary>
    public Dictionary<Waiter, double> Behind { get; } = [];

    /// <summary>How many wait behind it, goroutines counted singly.</summary>
    public long WaitersBehind => Behind.Where(b => b.Value >= 0.05).Sum(b => b.Key.Count);

    /// <summary>Other members where the root is a cycle: each waits for the next.</summary>
    public IReadOnlyList<Waiter> Cycle { get; set; } = [];

    public string Reason { get; set; } = "";

    public string Summary { get; set; } = "";

    public double Confidence { get; set; }

    public Certainty Certainty { get; set; }

    public string? ContainerId { get; set; }

    /// <summary>All containers that the chains behind it are about.</summary>
    public IReadOnlyList<string> ContainerIds { get; set; } = [];

    /// <summary>True where something says that this lasts: a duration, a stopped task, a structure that cannot resolve itself.</summary>
    public bool IsLasting { get; set; }

    public IReadOnlyList<WaitChain> Chains { get; set; } = [];
}
