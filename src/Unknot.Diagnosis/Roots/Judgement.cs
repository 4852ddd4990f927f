using Unknot.Diagnosis.Waits.Rules;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Roots;

/// <summary>What it comes to: the verdict, the roots and findings that stand, and what is missing for more.</summary>
internal sealed class Judgement
{
    private const int MaxResemblances = 3;
    private const int MaxSymptoms = 4;

    private static readonly string[] s_runtimes = [Components.Dockerd, Components.Crio, Components.Containerd];

    public Verdict Verdict { get; private init; }

    public IReadOnlyList<RootBlocker> Roots { get; private init; } = [];

    public IReadOnlyList<FindingMatch> Matches { get; private init; } = [];

    /// <summary>For <see cref="Verdict.Undetermined"/>: what is not known, and the command that gets it.</summary>
    public IReadOnlyList<string> Wanted { get; private init; } = [];

    public static Judgement Of(EvidenceSnapshot snapshot, WaitGraph graph, IReadOnlyList<RootBlocker> roots, IReadOnlyList<FindingMatch> matches)
    {
        List<string> wanted = [];
        Verdict verdict = roots.Any(r => r.Confidence >= 0.3) ? Verdict.Knotted
            : IsTroubled(snapshot, graph, matches, wanted) || !IsEnough(snapshot, graph, wanted) ? Verdict.Undetermined
            : Verdict.Clear;
        return new Judgement { Verdict = verdict, Roots = verdict == Verdict.Knotted ? roots : [], Matches = Relevant(verdict, roots, matches), Wanted = wanted };
    }

    // Something is wrong by the evidence's own word, though no chain leads to a root.
    private static bool IsTroubled(EvidenceSnapshot snapshot, WaitGraph graph, IReadOnlyList<FindingMatch> matches, List<string> wanted)
    {
        bool passing = AreClientsYoung(snapshot) || (IsLive(snapshot) && AreAllAnswered(snapshot, Components.Dockerd));
        foreach (Resource resource in graph.Resources.Where(r => IsLock(r) && IsQueue(r, passing))) wanted.Add($"{Waiting(resource)} for {resource.Label}: {resource.Note ?? Held(resource)}");
        bool sick = snapshot.Logs.Any(l => l.Kind is "pleg-unhealthy" or "runtime-down") || matches.Any(m => m.Finding.Reason == FindingReasons.PlegSilent && m.Matched.All(s => s.Hit.Origins.All(o => !o.File.IsModificationTime)))
            || snapshot.Nodes.Any(n => n.Conditions.Any(c => c is { Type: "Ready", Status: "False" or "Unknown" }));
        if (sick) wanted.Add("the node is not ready by the kubelet's own word, and nothing in the evidence shows what it waits for: goroutine dumps of the container runtime are missing or show no blocked request");
        foreach (Waiter test in graph.Waiters.Where(w => w is { IsEntry: true, EntryRank: 7 } && w.WaitEdges.Count > 0)) wanted.Add($"goroutine {test.Goroutine} is a test that waits in {test.Activity} ({test.State}); {MustAnswer(test)}");
        foreach (ProbeEvidence probe in snapshot.Probes.Where(p => p.Outcome == ProbeOutcome.TimedOut && p.Pid is not null).Take(5))
            wanted.Add($"{probe.Component} (pid {probe.Pid}) has not answered {probe.Call}{(probe.ContainerId is { } id ? $" of container {Ids.Short(id)}" : "")} within {probe.Duration.TotalSeconds:0.#} s, and processes and sockets do not show what it waits for: sudo unknot diagnose --dumps=signal");
        if (graph.Resources.Any(r => r.Kind == ResourceKind.Http && r.HoldEdges.Exists(h => h.Holder.Component is "plugin" or Components.Csi or Components.Cni)))
            wanted.Add("a plugin has not answered yet, and nothing tells since when: a second dump half a minute later would");
        bool known = matches.Any(m => m.Certainty == FindingCertainty.Matched && m.Finding.Kind == FindingKind.Known);
        if (known) wanted.Add("signs of a known cause are there, but no chain of waiters leads to it");
        return wanted.Count > 0;
    }

    private static string MustAnswer(Waiter test)
    {
        HoldEdge? answer = test.WaitEdges.SelectMany(e => e.Resource.HoldEdges).MaxBy(h => h.Confidence);
        if (answer is null) return "who must answer is not in the evidence";
        Waiter holder = answer.Holder;
        return $"most likely {(holder.Goroutine is { } id ? $"goroutine {id}" : holder.Id)} in {holder.Activity} ({holder.State}) must answer, which waits itself; nothing tells for how long";
    }

    // The holder may be known where nothing tells that it does not go on: then a later look decides.
    private static string Held(Resource resource)
    {
        if (resource.HoldEdges.Count == 0) return "who holds it is not in the evidence";
        Waiter holder = resource.HoldEdges[0].Holder;
        string who = holder.Goroutine is { } goroutine ? $"goroutine {goroutine} [{holder.State}]" : holder.Id;
        return $"{who} holds it, and nothing tells for how long; a second dump half a minute later would";
    }

    private static bool IsQueue(Resource resource, bool passing) =>
        resource.WaitEdges.Exists(e => e.Waiter.WaitingAtLeast >= TimeSpan.FromMinutes(1)) || (!passing && (resource.Note is not null || resource.WaitEdges.Exists(e => e.Waiter.Count >= 3)));

    // A queue at a lock is news when somebody has been in it for a while; on a busy node every docker command in the list has only just begun.
    private static bool AreClientsYoung(EvidenceSnapshot snapshot)
    {
        List<ProcessEvidence> clients = snapshot.Processes.Values.Where(p => p.State != 'Z' && Components.Of(p.Name, p.Arguments) == "docker" && p.Arguments.Count > 1 && p.Arguments[1] is not ("logs" or "events" or "stats" or "attach" or "wait")).ToList();
        return clients.Count > 0 && clients.TrueForAll(p => p.Age is { } age && age < TimeSpan.FromSeconds(2));
    }

    // All processes of the node with their ages, at the moment of its dumps.
    private static bool IsLive(EvidenceSnapshot snapshot) => snapshot is { Collection: not null, Processes.Count: > 0 };

    private static bool AreAllAnswered(EvidenceSnapshot snapshot, string component) =>
        snapshot.Probes.Any(p => p.Component == component) && snapshot.Probes.All(p => p.Component != component || p.Outcome == ProbeOutcome.Answered);

    private static string Waiting(Resource resource)
    {
        long count = resource.WaitEdges.Sum(e => e.Waiter.Count);
        return $"{count} {(count == 1 ? "waits" : "wait")}";
    }

    private static bool IsLock(Resource resource) => resource.Kind is ResourceKind.Mutex or ResourceKind.RwMutex or ResourceKind.Once;

    // Locks and calls are seen in dumps alone: logs, ps and /proc without them may show a knot but never that there is none.
    private static bool IsEnough(EvidenceSnapshot snapshot, WaitGraph graph, List<string> wanted)
    {
        HashSet<string> dumped = [.. snapshot.Dumps.Where(d => d.Dump.IsComplete || d.Dump is { Count: >= 10, IsTruncated: false, IsCutAtStart: false }).Select(d => d.Component).Where(c => c is not (Components.Shim or Components.Runc))];
        HashSet<string> running =
        [
            .. snapshot.Processes.Values.Select(p => Components.Of(p.Name, p.Arguments)),
            .. snapshot.Sockets.SelectMany(s => s.Owners).Select(o => Components.Of(o.Name, [])),
            .. snapshot.Files.Select(f => f.LogOf).OfType<string>(),
        ];
        // The one that requests come to first: who hangs behind it shows there.
        string? runtime = s_runtimes.FirstOrDefault(running.Contains);
        if (runtime is null ? dumped.Count > 0 : dumped.Contains(runtime))
        {
            // A call in flight is nothing by itself; only its age makes it news, and a dump tells none under a minute.
            if (snapshot.Files.Any(f => f.Source == "ps") || IsLive(snapshot) || !graph.Resources.Any(r => r.Kind == ResourceKind.Rpc && r.WaitEdges.Count > 0)) return true;
            wanted.Add("calls are in flight, and without a process list nothing tells for how long: ps -eo pid,ppid,lstart,stat,wchan:32,args, or a second dump half a minute later");
            return false;
        }

        // Every container was asked for and answered at once: that is what a dump without blocked requests would have shown.
        if (runtime is not null && AreAllAnswered(snapshot, runtime)) return true;

        wanted.Add(runtime is null
            ? "no whole goroutine dump and no process list of a node is in the evidence: kill -USR1 $(pidof dockerd), kill -USR1 $(pidof containerd), ps -eo pid,ppid,lstart,stat,wchan:32,args, ss -xp"
            : $"no whole goroutine dump of {runtime} is in the evidence: kill -USR1 $(pidof {runtime})");
        return false;
    }

    private static bool IsSelfExplaining(string reason) => reason is "ContainerdStopped" or "DockerdStopped" or "ShimStopped" or "DbusDaemonStopped" or "ProcessStopped" or "ProcessTraced"
        or "RuntimeWrapperNotReturning" or "SelfDeadlock" or "ReadLockReentered" or "FilesystemServerNotAnswering" or "LockOrderCycle";

    private static IReadOnlyList<FindingMatch> Relevant(Verdict verdict, IReadOnlyList<RootBlocker> roots, IReadOnlyList<FindingMatch> matches)
    {
        HashSet<string> reasons = [.. roots.SelectMany(r => new[] { r.Reason, r.Waiter.RootReason ?? r.Reason })];
        IEnumerable<FindingMatch> matched = matches.Where(m => m.Certainty == FindingCertainty.Matched && (m.Finding.Kind != FindingKind.Generic || reasons.Contains(m.Finding.Reason)));
        // A resemblance is worth a line only where something is unexplained: a stopped process needs no rare cause.
        bool open = verdict == Verdict.Undetermined || roots.Any(r => !IsSelfExplaining(r.Waiter.RootReason ?? r.Reason));
        HashSet<string> components = [.. roots.Select(r => r.Waiter.Component)];
        IEnumerable<FindingMatch> resembling = matches.Where(m => open && m.Certainty == FindingCertainty.Resembles && (verdict == Verdict.Undetermined || components.Contains(m.Finding.Component))).OrderByDescending(m => m.Score).Take(MaxResemblances);
        IEnumerable<FindingMatch> symptoms = matched.Where(m => m.Finding.Kind == FindingKind.Symptom && (verdict == Verdict.Clear || m.Finding.Severity != FindingSeverity.Info)).Take(MaxSymptoms);
        return [.. matched.Where(m => m.Finding.Kind != FindingKind.Symptom).Take(8), .. symptoms, .. resembling];
    }
}
