using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits;

/// <summary>Looks up what the tests of the rules ask of a graph.</summary>
internal static class GraphFacts
{
    /// <summary>The waiter that a goroutine belongs to; fails when there is none.</summary>
    public static Waiter G(this WaitGraphBuilder graph, long goroutine, string? component = null) =>
        Assert.Single(graph.Waiters, w => (component is null || w.Component == component) && (w.Goroutine == goroutine || w.Goroutines.Contains(goroutine)));

    public static bool HasGoroutine(this WaitGraphBuilder graph, long goroutine) => graph.Waiters.Any(w => w.Goroutine == goroutine || w.Goroutines.Contains(goroutine));

    public static Waiter Pid(this WaitGraphBuilder graph, int pid) => Assert.Single(graph.Waiters, w => w.Kind == WaiterKind.Process && w.Pid == pid);

    public static Resource Lock(this WaitGraphBuilder graph, ulong address) => Assert.Single(graph.Resources, r => r.Address == address);

    public static Resource Of(this WaitGraphBuilder graph, ResourceKind kind) => Assert.Single(graph.Resources, r => r.Kind == kind);

    /// <summary>The only thing that it waits for.</summary>
    public static WaitEdge Wait(this Waiter waiter) => Assert.Single(waiter.WaitEdges);

    /// <summary>The likeliest holder; fails when there is none.</summary>
    public static HoldEdge Holder(this Resource resource)
    {
        Assert.NotEmpty(resource.HoldEdges);
        return resource.HoldEdges[0];
    }

    public static long[] Waiting(this Resource resource) => [.. resource.WaitEdges.SelectMany(e => e.Waiter.Goroutines).Order()];

    public static long?[] Holding(this Resource resource) => [.. resource.HoldEdges.Select(h => h.Holder.Goroutine).Order()];
}
