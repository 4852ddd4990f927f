using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Waits;
using Unknot.Diagnosis.Waits.Rules;

namespace Unknot.Diagnosis.Roots;

/// <summary>Which ends of chains are root blockers, how sure that is, and in which order they matter.</summary>
internal sealed class RootJudge
{
    /// <summary>What a holder is worth of which nothing says that it is stuck itself, only that others have long waited for it.</summary>
    private const double HolderOnly = 0.75;

    /// <summary>Below this a root is not named.</summary>
    private const double Least = 0.2;

    /// <summary>Chains are shown for this one as for the roots found by themselves.</summary>
    public void Promote(RootBlocker end, string reason, string because, double confidence)
    {
        if (end.Waiter.RootReason is null || end.Waiter.StuckConfidence < confidence) WaitGraphBuilder.Stuck(end.Waiter, confidence, reason, because);
        end.Chains = new ChainFinder(_finder).ChainsTo(end);
        Weigh(end);
        end.IsLasting = true;
        Name(end);
        end.Reason = reason;
    }

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(55);

    private readonly RootFinder _finder = new();

    /// <summary>All ends of chains, roots or not: where a known cause explains an end, it becomes one.</summary>
    public IReadOnlyList<RootBlocker> Ends { get; private set; } = [];

    /// <summary>Root blockers, most important first.</summary>
    public IReadOnlyList<RootBlocker> Judge(WaitGraphBuilder graph)
    {
        ChainFinder chains = new(_finder);
        List<RootBlocker> roots = [];
        Ends = _finder.Find(graph);
        foreach (RootBlocker root in Ends)
        {
            if (!IsCandidate(root)) continue;
            root.Chains = chains.ChainsTo(root);
            Weigh(root);
            Name(root);
            if (root.Confidence >= Least && root.IsLasting) roots.Add(root);
        }

        return [.. roots.OrderByDescending(r => r.Confidence >= 0.5).ThenByDescending(r => r.WaitersBehind).ThenByDescending(r => r.Confidence).ThenBy(r => r.Waiter.Id, StringComparer.Ordinal)];
    }

    private static bool IsCandidate(RootBlocker root)
    {
        if (root.Cycle.Count > 0) return true;
        Waiter waiter = root.Waiter;
        if (root.Behind.Count == 0) return waiter.StuckConfidence >= 0.55 && IsCore(waiter);
        if (waiter.StuckConfidence > 0) return true;
        // Somebody outside the evidence who is only assumed to be there is an end of what is known, not a root.
        if (waiter.Kind == WaiterKind.External) return false;
        // A holder of a lock, or a process that others call: what it is doing is known, why it does not end is not.
        return waiter.HoldEdges.Exists(h => h.Resource.Kind is ResourceKind.Mutex or ResourceKind.RwMutex or ResourceKind.Once or ResourceKind.Semaphore) && waiter.Kind == WaiterKind.Goroutine;
    }

    // Stopped or hanging with nobody behind it in the evidence: news only where the node depends on it.
    private static bool IsCore(Waiter waiter) => waiter.Kind == WaiterKind.Goroutine || waiter.Component is Components.Containerd or Components.Dockerd or Components.Systemd
        or Components.DbusDaemon or Components.Kubelet or Components.Crio or Components.Runc or Components.Shim or Components.CriDockerd;

    private static void Weigh(RootBlocker root)
    {
        Waiter waiter = root.Waiter;
        TimeSpan longest = root.Behind.Where(b => b.Value >= 0.05).Select(b => b.Key.WaitingAtLeast ?? TimeSpan.Zero).Append(waiter.WaitingAtLeast ?? TimeSpan.Zero).Max();
        bool structural = root.Cycle.Count > 0 || waiter.RootReason is "SelfDeadlock" or "ReadLockReentered";
        bool deadline = longest >= Long;
        // One waiter of a moment that nobody seems to hold up may just be about to be woken.
        bool leaked = waiter.RootReason == "LockLeaked";
        bool witnessed = leaked ? deadline || root.WaitersBehind > 1 : waiter.StuckConfidence >= 0.8 || (waiter.StuckConfidence > 0 && longest >= ChildExitRule.Overdue);
        root.IsLasting = structural || deadline || witnessed;
        double way = root.Behind.Count == 0 ? 0.9 : root.Behind.Values.Max();
        double own = waiter.StuckConfidence > 0 ? waiter.StuckConfidence : structural ? 0.85 : deadline ? HolderOnly : 0.4;
        // A cycle is only as sure as its weakest edge, which the ends' probabilities do not show.
        if (root.Cycle.Count > 0) way = CycleConfidence(root.Cycle);
        root.Confidence = Math.Round(Math.Min(0.99, own * Math.Min(1, way * 1.03)), 2);
        root.Certainty = CertaintyOf(root);
    }

    private static double CycleConfidence(IReadOnlyList<Waiter> cycle)
    {
        double weakest = 1;
        for (int i = 0; i < cycle.Count; i++)
        {
            Waiter next = cycle[(i + 1) % cycle.Count];
            double best = cycle[i].WaitEdges.SelectMany(e => e.Resource.HoldEdges).Where(h => h.Holder == next).Select(h => h.Confidence).DefaultIfEmpty(0).Max();
            weakest = Math.Min(weakest, best);
        }

        return weakest;
    }

    private static Certainty CertaintyOf(RootBlocker root)
    {
        Certainty certainty = Certainty.Exact;
        WaitChain? chain = root.Chains.Count > 0 ? root.Chains[0] : null;
        foreach (ChainStep step in chain?.Steps ?? [])
        {
            if (step.Wait.Certainty < certainty) certainty = step.Wait.Certainty;
            if (step.Hold.Certainty < certainty) certainty = step.Hold.Certainty;
        }

        return root.Waiter.StuckConfidence is > 0 and < 0.9 && certainty == Certainty.Exact ? Certainty.Inferred : certainty;
    }

    private static void Name(RootBlocker root)
    {
        Waiter waiter = root.Waiter;
        root.Reason = root.Cycle.Count > 1 ? "LockOrderCycle" : waiter.RootReason ?? "LockHeldDuringWait";
        string[] onTheWay = root.Chains.SelectMany(c => c.Steps.SelectMany(s => new[] { s.Hold.Holder.ContainerId, s.Wait.Resource.ContainerId, s.Wait.Waiter.ContainerId }).Reverse()).Append(waiter.ContainerId).Where(c => c is not null).Select(c => c!).Distinct().ToArray();
        string[] behind = root.Behind.Where(b => b.Value >= 0.05).SelectMany(b => b.Key.WaitEdges.Select(e => e.Resource.ContainerId).Append(b.Key.ContainerId)).Where(c => c is not null).Select(c => c!).Distinct().ToArray();
        root.ContainerIds = [.. onTheWay.Concat(behind).Distinct().OrderByDescending(c => c.Length).Take(100)];
        // A pod's shim bears the name of the sandbox; what hangs for the user is the pod's container that was asked for.
        string? asked = waiter.Component != Components.Shim ? null
            : waiter.HoldEdges.Where(h => h.Rule == DaemonOperations.Rule).Select(h => h.Resource.ContainerId).FirstOrDefault(id => id is not null && id != waiter.ContainerId);
        root.ContainerId = asked ?? waiter.ContainerId ?? root.ContainerIds.FirstOrDefault();
        root.Summary = waiter.StuckBecause ?? Describe(root);
    }

    private static string Describe(RootBlocker root)
    {
        Waiter waiter = root.Waiter;
        string frame = waiter.Frames.FirstOrDefault(f => FrameTraits.Of(new Go.Dumps.FrameSymbol(f, null, 0)).Role == FrameRole.None) ?? waiter.Activity;
        if (root.Cycle.Count > 1)
        {
            IEnumerable<string> members = root.Cycle.Select(w => w.Goroutine is { } g ? $"goroutine {g}" : w.Id).Append(root.Cycle[0].Goroutine is { } first ? $"goroutine {first}" : root.Cycle[0].Id);
            return $"a circle in which each waits for the next: {string.Join(" → ", members)}";
        }

        string who = waiter.Goroutine is { } id ? $"goroutine {id} in {Activities.ShortName(frame)}" : waiter.Activity.Length > 0 ? waiter.Activity : waiter.Id;
        return $"{who} [{waiter.State}] holds what the others wait for and does not go on; what it waits for itself is not in the evidence";
    }
}
