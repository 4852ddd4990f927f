using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Of several shims that may owe an answer, the one of the container that the call is about. The call does not name it in a dump, but who
/// asked does, some calls further back: <c>docker stop ID</c>, or dockerd's goroutine.
/// </summary>
internal sealed class CalledShimRule : IWaitRule
{
    private const int MaxCallsBack = 6;

    public string Name => "called-shim";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (Resource call in graph.Resources.Where(r => r.Kind == ResourceKind.Rpc && r.HoldEdges.Count > 1 && r.HoldEdges.TrueForAll(h => h.Holder.Component == Components.Shim)))
        {
            HashSet<string> asked = [];
            Ask(call, asked, MaxCallsBack);
            if (asked.Count != 1) continue;
            string container = asked.First();
            List<HoldEdge> own = call.HoldEdges.Where(h => h.Holder.ContainerId == container).ToList();
            if (own.Count != 1) continue;
            foreach (HoldEdge other in call.HoldEdges.Where(h => h != own[0]).ToList()) WaitGraphBuilder.Release(other);
            call.ContainerId ??= container;
            graph.Hold(call, own[0].Holder, Name, Certainty.Inferred, 0.95, $"{own[0].Why}, and the call is about its container", [.. own[0].Evidence]);
        }
    }

    // Backwards over calls alone: a lock's waiters may be there for other containers.
    private static void Ask(Resource call, HashSet<string> asked, int left)
    {
        foreach (Waiter waiter in call.WaitEdges.Select(e => e.Waiter))
        {
            if (waiter.ContainerId is { } id) asked.Add(id);
            else if (left > 0) foreach (HoldEdge hold in waiter.HoldEdges.Where(h => h.Resource.Kind == ResourceKind.Rpc)) Ask(hold.Resource, asked, left - 1);
        }
    }
}
