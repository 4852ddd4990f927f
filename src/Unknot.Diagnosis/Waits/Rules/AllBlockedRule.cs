namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// A dump in which every goroutine waits for another: nobody is left who could receive, send or unlock. Then a holder of a lock that is in
/// a channel operation is stuck for good, whatever the dump says of durations.
/// </summary>
internal sealed class AllBlockedRule : IWaitRule
{
    // Of a large program there is always somebody in the network poller or a timer; a small test program or a leak report is what this is for.
    private const int MaxGoroutines = 64;

    public string Name => "all-blocked";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views.Where(v => v.Dump.Count is > 1 and <= MaxGoroutines && v.Dump.Goroutines.All(g => IsBlocked(g.State))))
        {
            for (int i = 0; i < view.Dump.Count; i++)
            {
                if (graph.FindGoroutine(view, i) is not { } waiter || !waiter.HoldEdges.Exists(h => h.Resource.Kind is ResourceKind.Mutex or ResourceKind.RwMutex)) continue;
                if (!waiter.State.StartsWith("chan ", StringComparison.Ordinal)) continue;
                WaitGraphBuilder.Stuck(waiter, 0.8, "LockHeldDuringWait", $"{waiter.Activity} holds the lock and waits in a channel operation, while every other goroutine waits too: nobody is left to answer");
            }
        }
    }

    private static bool IsBlocked(string state) => state.StartsWith("semacquire", StringComparison.Ordinal) || state.StartsWith("chan ", StringComparison.Ordinal)
        || state.StartsWith("sync.", StringComparison.Ordinal) || state.StartsWith("select (no cases)", StringComparison.Ordinal);
}
