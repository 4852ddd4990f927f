namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>A client-side rate limit: slow by design, not blocked. It is named so that nobody takes it for a deadlock.</summary>
internal sealed class RateLimitRule : IWaitRule
{
    public string Name => "rate-limit";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            foreach (StackProfile profile in view.Profiles.Where(p => p.IsRateLimited))
            {
                foreach (int i in view.GoroutinesOn(profile).Take(100))
                {
                    Waiter waiter = graph.Goroutine(view, i);
                    Resource resource = graph.Resource(ResourceKind.Timer, $"{view.Name} rate limit", "client-side rate limit");
                    graph.Wait(waiter, resource, Name, Certainty.Exact);
                }
            }
        }
    }
}
