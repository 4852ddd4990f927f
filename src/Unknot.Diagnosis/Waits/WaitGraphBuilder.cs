using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Waits.Rules;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits;

/// <summary>The graph while the rules add to it, with the indexes over the evidence that they share.</summary>
internal sealed partial class WaitGraphBuilder
{
    private readonly List<Waiter> _waiters = [];
    private readonly List<Resource> _resources = [];
    private readonly List<string> _remarks = [];
    private readonly Dictionary<string, Waiter> _waiterById = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Resource> _resourceById = new(StringComparer.Ordinal);
    private readonly Dictionary<(DumpView View, int Goroutine), Waiter> _waiterOfGoroutine = [];

    public WaitGraphBuilder(EvidenceSnapshot snapshot)
    {
        Snapshot = snapshot;
        IndexProcesses();
        IndexSockets();
        ChooseDumps();
    }

    public EvidenceSnapshot Snapshot { get; }

    /// <summary>The locks that are waited for, with what their waiters tell of them. Filled by <see cref="LockWaitRule"/>.</summary>
    public List<LockUse> Locks { get; } = [];

    public IReadOnlyList<Waiter> Waiters => _waiters;

    public IReadOnlyList<Resource> Resources => _resources;

    public WaitGraph Build() => new(_waiters, _resources, _remarks);

    /// <summary>Says something once in the report.</summary>
    public void Remark(string text)
    {
        if (!_remarks.Contains(text)) _remarks.Add(text);
    }

    /// <summary>Takes back what was said, where a later rule has decided it.</summary>
    public void Withdraw(string part) => _remarks.RemoveAll(r => r.Contains(part, StringComparison.Ordinal));

    /// <summary>The waiter of a goroutine, if a rule has made one.</summary>
    public Waiter? FindGoroutine(DumpView view, int goroutine) => _waiterOfGoroutine.GetValueOrDefault((view, goroutine));

    /// <summary>The waiter of a goroutine, made when there is none.</summary>
    public Waiter Goroutine(DumpView view, int goroutine) => FindGoroutine(view, goroutine) ?? Goroutines(view, [goroutine]);

    /// <summary>One waiter for goroutines on one stack that wait for the same thing; none of them may have a waiter yet.</summary>
    public Waiter Goroutines(DumpView view, IReadOnlyList<int> goroutines)
    {
        Goroutine first = view.Dump[goroutines[0]];
        StackProfile profile = view.ProfileOf(first);
        string name = first.Id > 0 ? $"{view.Name}/g{first.Id}" : $"{view.Name}/stack{profile.Stack.Index}";
        Waiter waiter = Add(new Waiter(Unique(name), WaiterKind.Goroutine, view.Component, () => view.ProvenanceOf(first)));
        waiter.Pid = view.Evidence.Pid;
        waiter.FirstIndex = first.Index;
        waiter.Goroutine = first.Id > 0 ? first.Id : null;
        waiter.Goroutines = goroutines.Take(1_000).Select(i => view.Dump[i].Id).Where(id => id > 0).ToArray();
        waiter.Count = goroutines.Sum(i => view.Dump[i].Count);
        waiter.State = first.State;
        waiter.Frames = profile.Functions;
        waiter.Activity = profile.Activity;
        waiter.IsEntry = profile.EntryRank < int.MaxValue;
        waiter.EntryRank = profile.EntryRank;
        waiter.ContainerId = view.Evidence.ContainerId;
        foreach (int i in goroutines)
        {
            _waiterOfGoroutine[(view, i)] = waiter;
            if (WaitingAtLeast(view, view.Dump[i]) is { } wait && (waiter.WaitingAtLeast is not { } known || wait > known)) waiter.WaitingAtLeast = wait;
        }

        return waiter;
    }

    /// <summary>The waiter of a process, made when there is none.</summary>
    /// <param name="pid">Process id.</param>
    /// <param name="role">Component whose part it plays, where that is not its own program's (a stand-in for systemd); null for its own.</param>
    public Waiter Process(int pid, string? role = null)
    {
        string id = $"pid {pid}";
        if (_waiterById.TryGetValue(id, out Waiter? known))
        {
            if (role is not null) known.Component = role;
            return known;
        }

        ProcessView? view = ProcessOf(pid);
        Waiter waiter = Add(new Waiter(id, WaiterKind.Process, role ?? view?.Component ?? "unknown"));
        waiter.Pid = pid;
        if (view is null) return waiter;
        waiter.State = view.Process.State == '\0' ? "" : view.Process.State.ToString();
        waiter.Activity = view.Activity;
        waiter.ContainerId = view.ContainerId;
        foreach (Provenance origin in view.Process.Origins.Take(3)) waiter.Origins.Add(origin);
        return waiter;
    }

    /// <summary>The waiter of a thread, made when there is none.</summary>
    public Waiter Thread(int pid, ThreadEvidence thread)
    {
        string id = $"pid {pid}/tid {thread.Tid}";
        if (_waiterById.TryGetValue(id, out Waiter? known)) return known;
        Waiter waiter = Add(new Waiter(id, WaiterKind.Thread, ProcessOf(pid)?.Component ?? thread.Name ?? "unknown"));
        waiter.Pid = pid;
        waiter.Tid = thread.Tid;
        waiter.State = thread.State == '\0' ? "" : thread.State.ToString();
        waiter.Frames = thread.KernelStack;
        waiter.Activity = $"thread in {thread.Wchan ?? thread.KernelStack.FirstOrDefault() ?? "the kernel"}";
        waiter.Origins.Add(thread.Origin);
        return waiter;
    }

    /// <summary>A part of what a process does, where nothing shows the goroutine that does it; made when there is none.</summary>
    public Waiter Operation(string id, ProcessView process, string activity)
    {
        if (_waiterById.TryGetValue(id, out Waiter? known)) return known;
        Waiter waiter = Add(new Waiter(id, WaiterKind.Process, process.Component));
        waiter.Pid = process.Pid;
        waiter.State = process.Process.State == '\0' ? "" : process.Process.State.ToString();
        waiter.Activity = activity;
        foreach (Provenance origin in process.Process.Origins.Take(1)) waiter.Origins.Add(origin);
        return waiter;
    }

    /// <summary>A waiter outside what the evidence shows.</summary>
    public Waiter External(string id, string component, string activity)
    {
        if (_waiterById.TryGetValue(id, out Waiter? known)) return known;
        Waiter waiter = Add(new Waiter(id, WaiterKind.External, component));
        waiter.Activity = activity;
        return waiter;
    }

    /// <summary>The resource of that id, made when there is none.</summary>
    public Resource Resource(ResourceKind kind, string id, string label)
    {
        if (_resourceById.TryGetValue(id, out Resource? known)) return known;
        Resource resource = new(id, kind, label);
        _resources.Add(resource);
        return _resourceById[id] = resource;
    }

    /// <summary>Adds "waits for", once.</summary>
    public void Wait(Waiter waiter, Resource resource, string rule, Certainty certainty, params Provenance[] evidence)
    {
        if (waiter.WaitEdges.Exists(e => e.Resource == resource)) return;
        WaitEdge edge = new(waiter, resource, rule, certainty, evidence);
        waiter.WaitEdges.Add(edge);
        resource.WaitEdges.Add(edge);
    }

    /// <summary>Adds "is held by", once; a stronger one replaces a weaker one of the same holder.</summary>
    public void Hold(Resource resource, Waiter holder, string rule, Certainty certainty, double confidence, string why, params Provenance[] evidence)
    {
        HoldEdge edge = new(resource, holder, rule, certainty, confidence, why, evidence);
        int known = resource.HoldEdges.FindIndex(e => e.Holder == holder);
        if (known >= 0)
        {
            if (resource.HoldEdges[known].Confidence >= confidence) return;
            holder.HoldEdges.Remove(resource.HoldEdges[known]);
            resource.HoldEdges.RemoveAt(known);
        }

        int place = resource.HoldEdges.FindIndex(e => e.Confidence < confidence);
        resource.HoldEdges.Insert(place < 0 ? resource.HoldEdges.Count : place, edge);
        holder.HoldEdges.Add(edge);
    }

    /// <summary>Takes back "is held by", where a later rule knows better.</summary>
    public static void Release(HoldEdge edge)
    {
        edge.Resource.HoldEdges.Remove(edge);
        edge.Holder.HoldEdges.Remove(edge);
    }

    /// <summary>Marks a waiter as stuck by itself, with the strongest reason given.</summary>
    public static void Stuck(Waiter waiter, double confidence, string rootReason, string because)
    {
        if (confidence < waiter.StuckConfidence) return;
        waiter.StuckConfidence = confidence;
        waiter.RootReason = rootReason;
        waiter.StuckBecause = because;
    }

    private Waiter Add(Waiter waiter)
    {
        _waiters.Add(waiter);
        _waiterById[waiter.Id] = waiter;
        return waiter;
    }

    private string Unique(string id)
    {
        string candidate = id;
        for (int n = 2; _waiterById.ContainsKey(candidate); n++) candidate = $"{id}#{n}";
        return candidate;
    }
}
