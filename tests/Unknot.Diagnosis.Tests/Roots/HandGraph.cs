using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Roots;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Roots;

/// <summary>A graph drawn by hand: <c>Edge("a", "b")</c> lets a wait for what b holds.</summary>
internal sealed class HandGraph
{
    public WaitGraphBuilder Graph { get; } = new(new EvidenceSnapshot());

    public Waiter this[string name] => Graph.External(name, "application", name);

    /// <summary>One wait for one resource with its holders; several holders share what they are given.</summary>
    public HandGraph Edge(string waiter, string holder, double confidence = 1, Certainty certainty = Certainty.Exact, ResourceKind kind = ResourceKind.Mutex) =>
        Edges(waiter, [(holder, confidence)], certainty, kind);

    public HandGraph Edges(string waiter, (string Holder, double Confidence)[] holders, Certainty certainty = Certainty.Exact, ResourceKind kind = ResourceKind.Mutex)
    {
        Resource resource = Graph.Resource(kind, $"{kind} {waiter} {Graph.Resources.Count}", "a lock");
        Graph.Wait(this[waiter], resource, "hand", Certainty.Exact);
        foreach ((string holder, double confidence) in holders) Graph.Hold(resource, this[holder], "hand", certainty, confidence, "drawn");
        return this;
    }

    public HandGraph Stuck(string name, double confidence = 0.95, string reason = "ContainerdStopped")
    {
        WaitGraphBuilder.Stuck(this[name], confidence, reason, "drawn");
        return this;
    }

    public HandGraph Since(string name, double seconds)
    {
        this[name].WaitingAtLeast = TimeSpan.FromSeconds(seconds);
        return this;
    }

    public HandGraph Entry(string name, int rank = 0)
    {
        (this[name].IsEntry, this[name].EntryRank) = (true, rank);
        return this;
    }

    public IReadOnlyList<RootBlocker> Find() => new RootFinder().Find(Graph);

    public IReadOnlyList<RootBlocker> Judge() => new RootJudge().Judge(Graph);
}
