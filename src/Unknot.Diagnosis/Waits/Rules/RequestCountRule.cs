using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Which container lock is whose, by counting: where every inspect in dockerd's dump is the request of a <c>docker inspect</c> in the list of processes,
/// and the locks' queues fit the containers' numbers of requests in one way only. A dump's text alone does not tell it. Equal numbers decide nothing.
/// </summary>
internal sealed class RequestCountRule : IWaitRule
{
    private const string Inspect = "inspect";
    private const int MaxLocks = 5;

    public string Name => "request-count";

    public void Apply(WaitGraphBuilder graph)
    {
        if (graph.ViewsOf(Components.Dockerd).ToList() is not [var view]) return;
        List<Resource> locks = graph.Resources.Where(r => r.ContainerId is null && r.Label.StartsWith("container lock", StringComparison.Ordinal)).ToList();
        Dictionary<string, long>? requests = Requests(graph);
        if (requests is null || locks.Count is < 2 or > MaxLocks) return;
        List<Waiter> servers = graph.Waiters.Where(w => w.Component == Components.Dockerd && w.Kind == WaiterKind.Goroutine && w.Activity == Inspect).ToList();
        long serving = view.Profiles.Where(p => p.Activity == Inspect).Sum(p => view.GoroutinesOn(p).Count);
        // A kubelet asks too, and is no docker command: then the numbers do not match.
        if (serving != requests.Values.Sum()) return;
        List<string[]> ways = Ways([.. locks.Select(Queue)], requests, []).Take(2).ToList();
        if (ways.Count != 1) return;
        for (int i = 0; i < locks.Count; i++) locks[i].ContainerId = ways[0][i];
        NameRest(locks, requests, servers);
        foreach (Resource known in locks) Sort(graph, known, requests[known.ContainerId!]);
    }

    private static long Queue(Resource resource) => resource.WaitEdges.Where(e => e.Waiter.Activity == Inspect).Sum(e => e.Waiter.Count);

    // Containers by the number of their inspect requests; null where one does not tell its container, or there are none.
    private static Dictionary<string, long>? Requests(WaitGraphBuilder graph)
    {
        Dictionary<string, long> requests = new(StringComparer.Ordinal);
        foreach (Waiter client in graph.Waiters.Where(w => w.Component == "docker" && w.Activity.StartsWith("docker inspect", StringComparison.Ordinal)))
        {
            if (client.ContainerId is not { } container) return null;
            requests[container] = requests.GetValueOrDefault(container) + client.Count;
        }

        return requests.Count < 2 ? null : requests;
    }

    // All ways to give each lock a container of its own with at least as many requests as wait at the lock.
    private static IEnumerable<string[]> Ways(long[] queues, Dictionary<string, long> requests, string[] taken)
    {
        if (taken.Length == queues.Length) return [taken];
        return requests.Where(r => r.Value >= queues[taken.Length] && !taken.Contains(r.Key)).SelectMany(r => Ways(queues, requests, [.. taken, r.Key]));
    }

    // Inspects that are not in these queues have passed their lock: where only one container has any left, they are its.
    private static void NameRest(List<Resource> locks, Dictionary<string, long> requests, List<Waiter> servers)
    {
        Dictionary<string, long> left = new(requests);
        foreach (Resource known in locks) left[known.ContainerId!] -= Queue(known);
        if (left.Where(l => l.Value > 0).Select(l => l.Key).ToList() is not [var only]) return;
        foreach (Waiter server in servers.Where(s => !s.WaitEdges.Exists(e => locks.Contains(e.Resource)))) server.ContainerId ??= only;
    }

    // Holders that work on another container are none; who works on this one is.
    private void Sort(WaitGraphBuilder graph, Resource known, long requests)
    {
        List<HoldEdge> own = known.HoldEdges.FindAll(h => h.Holder.ContainerId == known.ContainerId);
        if (own.Count == 0) return;
        foreach (HoldEdge other in known.HoldEdges.FindAll(h => h.Holder.ContainerId is { } container && container != known.ContainerId)) WaitGraphBuilder.Release(other);
        string why = $"works on container {Ids.Short(known.ContainerId!)}, whose {requests} inspect requests are what fits this lock's queue of {Queue(known)}";
        foreach (HoldEdge edge in own) graph.Hold(known, edge.Holder, Name, Certainty.Inferred, Math.Max(edge.Confidence, 0.88 / own.Count), why, [.. edge.Evidence]);
        graph.Withdraw(KnownHolderRule.Undecided);
    }
}
