using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Roots;
using Unknot.Diagnosis.Waits;
using Unknot.Diagnosis.Waits.Rules;

namespace Unknot.Diagnosis.Reports;

/// <summary>Puts a judgement into the report's words.</summary>
internal static class ReportBuilder
{
    private const int MaxListed = 500;
    private const int MaxFrames = 40;

    public static Report Build(EvidenceSnapshot snapshot, WaitGraph graph, Judgement judgement)
    {
        EvidenceList evidence = new();
        DateTimeOffset? collected = CollectedAt(snapshot);
        IReadOnlyList<ReportChain> chains = [.. judgement.Roots.SelectMany(r => r.Chains).Select(c => Chain(c, evidence))];
        HashSet<Waiter> shown = [.. judgement.Roots.SelectMany(r => r.Chains.SelectMany(c => c.Waiters).Append(r.Waiter))];
        HashSet<Resource> shownResources = [.. judgement.Roots.SelectMany(r => r.Chains).SelectMany(c => c.Steps).Select(s => s.Wait.Resource)];
        List<Waiter> listed = [.. graph.Waiters.Where(w => w.WaitEdges.Count + w.HoldEdges.Count > 0 || shown.Contains(w)).OrderByDescending(shown.Contains).Take(MaxListed)];
        // Lines are found by reading on from the last: in the order of the dump that is one pass.
        foreach (Waiter waiter in listed.OrderBy(w => w.FirstIndex)) _ = waiter.Origins.Count;
        return new Report
        {
            Verdict = judgement.Verdict,
            Headline = Headlines.Of(snapshot, judgement),
            Node = NodeName(snapshot),
            CollectedAt = collected,
            Collection = snapshot.Collection is { } read ? new ReportCollection(read.Host, read.TakenAt, read.Seconds, read.Uid) : null,
            LookedAt = Inventory.Of(snapshot),
            RootBlockers = [.. judgement.Roots.Select(Root)],
            Chains = chains,
            Waiters = [.. listed.Select(w => WaiterOf(w, collected, evidence))],
            Resources = [.. graph.Resources.OrderByDescending(shownResources.Contains).Take(MaxListed).Select(ResourceOf)],
            Findings = FindingList.Of(judgement, evidence),
            Remediation = RemediationList.Of(snapshot, judgement),
            Evidence = evidence.Entries,
            Gaps = [.. snapshot.Gaps.Concat(MissingEvidence.Of(snapshot, judgement)).Select(g => new ReportGap(g.Source, g.Target, g.Reason, g.Errno))],
            // Who holds which lock of a busy moment is no question where nothing hangs.
            Remarks = [.. judgement.Wanted.Concat(graph.Remarks.Where(r => judgement.Verdict != Verdict.Clear || !r.Contains(KnownHolderRule.Undecided, StringComparison.Ordinal)))],
        };
    }

    private static ReportRoot Root(RootBlocker root) => new(
        root.Waiter.Id, root.Waiter.Component, root.Waiter.Pid, root.Waiter.Goroutine, root.ContainerId, root.ContainerIds, root.Reason, root.Summary,
        root.Confidence, root.WaitersBehind, BehindWords(root), Kinds.Name(root.Certainty));

    private static IReadOnlyList<string> BehindWords(RootBlocker root) =>
    [
        .. root.Behind.Where(b => b.Value >= 0.05 && b.Key.Activity.Length > 0).Select(b => b.Key).OrderBy(w => w.EntryRank).GroupBy(w => (w.Component, w.Activity))
            .Select(g => (Words: Name(g.Key.Component, g.Key.Activity), Count: g.Sum(w => w.Count))).Take(12).Select(g => g.Count == 1 ? g.Words : $"{g.Count} {g.Words}"),
    ];

    private static string Name(string component, string activity) => activity.StartsWith(component, StringComparison.Ordinal) ? activity : $"{component} {activity}";

    private static ReportChain Chain(WaitChain chain, EvidenceList evidence)
    {
        List<ReportLink> links = [new(chain.Entry.Id, null, "entry", null, null, null, evidence.Ids(chain.Entry.Origins))];
        foreach (ChainStep step in chain.Steps)
        {
            links.Add(new(null, step.Wait.Resource.Id, "waits for", step.Wait.Rule, Kinds.Name(step.Wait.Certainty), step.Wait.Resource.Note, evidence.Ids(step.Wait.Evidence.Count > 0 ? step.Wait.Evidence : step.Wait.Waiter.Origins)));
            links.Add(new(step.Hold.Holder.Id, null, "held by", step.Hold.Rule, Kinds.Name(step.Hold.Certainty), step.Hold.Why, evidence.Ids(step.Hold.Evidence.Count > 0 ? step.Hold.Evidence : step.Hold.Holder.Origins)));
        }

        return new ReportChain(chain.Root.Id, links, chain.Like);
    }

    private static ReportWaiter WaiterOf(Waiter waiter, DateTimeOffset? collected, EvidenceList evidence) => new(
        waiter.Id, Kinds.Name(waiter.Kind), waiter.Component, waiter.Pid, waiter.Goroutine, waiter.Tid, waiter.State,
        Since(collected, waiter.WaitingAtLeast), waiter.WaitingAtLeast?.TotalSeconds, waiter.Count, waiter.Activity, waiter.ContainerId,
        waiter.Goroutines, [.. waiter.Frames.Take(MaxFrames)], evidence.Ids(waiter.Origins));

    /// <summary>A broken dump may claim a wait that began before there were calendars.</summary>
    private static DateTimeOffset? Since(DateTimeOffset? collected, TimeSpan? wait) => collected - DateTimeOffset.MinValue >= wait ? collected - wait : null;

    private static ReportResource ResourceOf(Resource resource)
    {
        HoldEdge? holder = resource.HoldEdges.FirstOrDefault();
        return new ReportResource(
            resource.Id, Kinds.Name(resource.Kind), resource.Label, resource.Address is { } a ? $"0x{a:x}" : null, resource.Path, resource.Pid, resource.Inode, resource.Method, resource.ContainerId,
            [.. resource.WaitEdges.Select(e => e.Waiter.Id)], holder?.Holder.Id, holder is null ? null : Kinds.Name(holder.Certainty), holder is null ? null : Math.Round(holder.Confidence, 2),
            [.. resource.HoldEdges.Skip(1).Select(h => h.Holder.Id)], resource.Note);
    }

    private static string? NodeName(EvidenceSnapshot snapshot) =>
        snapshot.Nodes.OrderBy(n => n.Conditions.Any(c => c is { Type: "Ready", Status: "True" })).Select(n => n.Name).FirstOrDefault(n => n.Length > 0) ?? snapshot.Collection?.Host;

    // The dumps are what the chain rests on: their time counts, else the newest file's.
    private static DateTimeOffset? CollectedAt(EvidenceSnapshot snapshot) =>
        snapshot.Dumps.Max(d => d.CollectedAt) ?? snapshot.Files.Where(f => !f.IsModificationTime).Max(f => f.CollectedAt);
}
