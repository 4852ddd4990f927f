namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>A lock that nobody will unlock any more: left locked on an error path, or by a goroutine that has ended.</summary>
internal static class LeakedLock
{
    // An excerpt of a few goroutines may look whole; "nobody holds it" needs goroutine 1 in it, or some size.
    private const int LeastForLeak = 20;

    /// <summary>True where a holder would be in the dump if there were one.</summary>
    public static bool IsWhole(DumpView view) => view.Dump.IsComplete && (view.Dump.Count >= LeastForLeak || view.Dump.Goroutines.Any(g => g.Id == 1));

    /// <summary>True where nothing was cut off and there is some size, though the goroutine that wrote the dump may be missing (a test's own report leaves it out).</summary>
    public static bool LooksWhole(DumpView view) => view.Dump is { Count: >= LeastForLeak, IsTruncated: false, IsCutAtStart: false };

    public static void Add(WaitGraphBuilder graph, DumpView view, Resource resource, double confidence, string why)
    {
        Waiter nobody = graph.External($"{resource.Id} leaked", view.Component, "nobody: lock leaked");
        graph.Hold(resource, nobody, "lock-leaked", Certainty.Inferred, confidence, why, view.Evidence.Origin);
        WaitGraphBuilder.Stuck(nobody, 0.9, "LockLeaked", why);
    }
}
