using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// The kubelet's own word that PLEG does not come round. It dates the kubelet's PLEG goroutine, or stands in for it where the kubelet's
/// dump is missing (k8s pkg/kubelet/pleg/generic.go: relist threshold 3 minutes).
/// </summary>
internal sealed class PlegRule : IWaitRule
{
    public string Name => "pleg";

    public void Apply(WaitGraphBuilder graph)
    {
        LogEvidence? line = graph.Snapshot.Logs.LastOrDefault(l => l.Kind == "pleg-unhealthy");
        NodeEvidence? node = graph.Snapshot.Nodes.FirstOrDefault(n => n.Conditions.Any(c => c is { Type: "Ready", Status: not "True" }));
        if (line is null && node is null) return;
        TimeSpan? age = line?.Age is { TotalDays: < 365 } told ? told : null;
        List<Waiter> pleg = graph.Waiters.Where(w => w is { Component: Components.Kubelet, EntryRank: 0 }).ToList();
        if (pleg.Count > 0)
        {
            foreach (Waiter waiter in pleg)
            {
                if (age is not null && (waiter.WaitingAtLeast is not { } known || known < age)) waiter.WaitingAtLeast = age;
                if (line is not null) waiter.Origins.Add(line.Origin);
            }

            return;
        }

        StandIn(graph, line, node, age);
    }

    private void StandIn(WaitGraphBuilder graph, LogEvidence? line, NodeEvidence? node, TimeSpan? age)
    {
        Waiter kubelet = graph.External("kubelet PLEG", Components.Kubelet, "PLEG relist");
        kubelet.IsEntry = true;
        kubelet.EntryRank = 0;
        kubelet.WaitingAtLeast = age;
        Provenance origin = line?.Origin ?? node!.Origin;
        kubelet.Origins.Add(origin);
        Resource runtime = graph.Resource(ResourceKind.Rpc, "container runtime", "answer of the container runtime");
        graph.Wait(kubelet, runtime, Name, Certainty.Inferred, origin);
        // Its requests in the runtime: those that hang are what the relist waits for.
        List<Waiter> requests = graph.Waiters.Where(w => w.Kind == WaiterKind.Goroutine && w.IsEntry && w.WaitEdges.Count > 0
            && w.Component is Components.Dockerd or Components.Containerd or Components.Crio or Components.CriDockerd).Take(20).ToList();
        foreach (Waiter request in requests)
            graph.Hold(runtime, request, Name, Certainty.Assumed, 0.85 / requests.Count, "a request that hangs in the runtime; which one the relist waits for only the kubelet's dump tells", [.. request.Origins.Take(1)]);
        if (requests.Count == 0)
        {
            requests = graph.Waiters.Where(w => w.Kind == WaiterKind.Process && w is {  ContainerId: not null, WaitEdges.Count: > 0 }
                && w.HoldEdges.Exists(h => h.Rule == "probe")).Take(20).ToList();
            foreach (Waiter request in requests)
                graph.Hold(runtime, request, Name, Certainty.Inferred, 0.95 / requests.Count, "the relist asks for this container too, and it is not answered", [.. request.Origins.Take(1)]);
        }

        if (requests.Count > 0) return;
        foreach (string component in (string[])[Components.Dockerd, Components.Containerd, Components.Crio])
        {
            if (graph.ProcessesOf(component) is not { Count: 1 } one) continue;
            graph.Hold(runtime, graph.Process(one[0].Pid), Name, Certainty.Assumed, 0.8, $"{component} is the container runtime here");
            return;
        }
    }
}
