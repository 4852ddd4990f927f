using Unknot.Diagnosis.Evidence;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits;

// The evidence as the rules look at it: processes with their component, sockets by inode, one dump per process.
internal sealed partial class WaitGraphBuilder
{
    private readonly Dictionary<int, ProcessView> _processes = [];
    private readonly Dictionary<int, List<ProcessView>> _children = [];
    private readonly Dictionary<ulong, SocketEvidence> _socketByInode = [];
    private readonly Dictionary<int, List<SocketEvidence>> _socketsOfPid = [];
    private readonly List<DumpView> _views = [];
    private readonly Dictionary<DumpView, Dictionary<long, GoroutineStack>> _earlier = [];
    private readonly Dictionary<DumpView, TimeSpan> _earlierBy = [];

    /// <summary>The dumps that count: the latest of each process, none of a process that was stopped.</summary>
    public IReadOnlyList<DumpView> Views => _views;

    public IEnumerable<ProcessView> Processes => _processes.Values;

    public IEnumerable<DumpView> ViewsOf(string component) => _views.Where(v => v.Component == component);

    public ProcessView? ProcessOf(int pid) => _processes.GetValueOrDefault(pid);

    public IReadOnlyList<ProcessView> ChildrenOf(int pid) => _children.TryGetValue(pid, out List<ProcessView>? list) ? list : [];

    public IReadOnlyList<ProcessView> ProcessesOf(string component) => _processes.Values.Where(p => p.Component == component).ToArray();

    public SocketEvidence? SocketOf(ulong inode) => inode == 0 ? null : _socketByInode.GetValueOrDefault(inode);

    public IReadOnlyList<SocketEvidence> SocketsOf(int pid) => _socketsOfPid.TryGetValue(pid, out List<SocketEvidence>? list) ? list : [];

    /// <summary>The 64-digit id that a short one stands for, where exactly one is known in the evidence; else the short one.</summary>
    public string FullContainerId(string id)
    {
        if (id.Length >= 64) return id;
        string[] full = _processes.Values.Select(p => p.ContainerId).Concat(Snapshot.Containers.Select(c => c.Id)).Concat(Snapshot.Logs.Select(l => l.ContainerId))
            .Where(c => c?.Length == 64 && c.StartsWith(id, StringComparison.Ordinal)).Select(c => c!).Distinct().Take(2).ToArray();
        return full.Length == 1 ? full[0] : id;
    }

    /// <summary>How long a goroutine has stood where it stands, at least; null when nothing tells.</summary>
    private TimeSpan? WaitingAtLeast(DumpView view, Goroutine goroutine)
    {
        TimeSpan? wait = goroutine.WaitMinutes is { } minutes and > 0 ? TimeSpan.FromMinutes(minutes) : null;
        if (goroutine.Id == 0 || !_earlierBy.TryGetValue(view, out TimeSpan between) || between <= TimeSpan.Zero) return wait;
        if (!_earlier[view].TryGetValue(goroutine.Id, out GoroutineStack? before)) return wait;
        bool same = before.Frames.Select(f => f.Function).SequenceEqual(goroutine.Stack.Frames.Select(f => f.Function));
        return same && (wait is null || between > wait) ? between : wait;
    }

    private void IndexProcesses()
    {
        foreach (ProcessEvidence process in Snapshot.Processes.Values) AddProcess(process, depth: 0);
    }

    private ProcessView AddProcess(ProcessEvidence process, int depth)
    {
        if (_processes.TryGetValue(process.Pid, out ProcessView? known)) return known;
        ProcessView? parent = null;
        // A parent must be known before its child to tell a runtime wrapper; a loop of parents (pasted, edited output) must end.
        if (process.ParentPid is { } ppid && ppid != process.Pid && depth < 64 && Snapshot.Processes.TryGetValue(ppid, out ProcessEvidence? above))
            parent = AddProcess(above, depth + 1);
        if (_processes.TryGetValue(process.Pid, out known)) return known;
        ProcessView view = _processes[process.Pid] = new ProcessView(process, parent);
        if (process.ParentPid is { } p)
        {
            if (!_children.TryGetValue(p, out List<ProcessView>? list)) _children[p] = list = [];
            list.Add(view);
        }

        return view;
    }

    private void IndexSockets()
    {
        foreach (SocketEvidence socket in Snapshot.Sockets)
        {
            _socketByInode.TryAdd(socket.Inode, socket);
            foreach (SocketOwner owner in socket.Owners)
            {
                if (!_socketsOfPid.TryGetValue(owner.Pid, out List<SocketEvidence>? list)) _socketsOfPid[owner.Pid] = list = [];
                list.Add(socket);
            }
        }
    }

    private void ChooseDumps()
    {
        foreach (IGrouping<string, DumpEvidence> group in Snapshot.Dumps.GroupBy(KeyOf))
        {
            List<DumpEvidence> dumps = group.OrderBy(MaxId).ThenBy(d => d.CollectedAt).ToList();
            DumpEvidence latest = dumps[^1];
            if (PidOf(latest) is { } pid && ProcessOf(pid) is { IsStopped: true } stopped)
            {
                Remark($"{latest.Origin.File.Path}: a stopped process (pid {stopped.Pid}, state T) writes no dump; this one is from another moment and was left aside.");
                continue;
            }

            latest = latest with { Pid = PidOf(latest), Component = latest.Component is "unknown" or "" ? Components.Application : latest.Component };
            DumpView view = new(latest);
            _views.Add(view);
            DumpEvidence? before = dumps.SkipLast(1).LastOrDefault(d => d.CollectedAt < latest.CollectedAt && MaxId(d) <= MaxId(latest));
            if (before is null) continue;
            Dictionary<long, GoroutineStack> stacks = _earlier[view] = [];
            foreach (Goroutine g in before.Dump.Goroutines) stacks.TryAdd(g.Id, g.Stack);
            _earlierBy[view] = latest.CollectedAt!.Value - before.CollectedAt!.Value;
        }
    }

    // Shims are many and mostly nameless in logs: each dump of one is its own process unless something tells.
    private string KeyOf(DumpEvidence dump)
    {
        if (PidOf(dump) is { } pid) return $"pid {pid}";
        return dump.Component == Components.Shim || dump.Component is "unknown" or ""
            ? $"{dump.Component} {dump.ContainerId ?? dump.Origin.ToString()}"
            : dump.Component;
    }

    private int? PidOf(DumpEvidence dump)
    {
        if (dump.Pid is { } pid) return pid;
        if (dump.Component == Components.Shim) return null;
        IReadOnlyList<ProcessView> candidates = ProcessesOf(dump.Component).Where(p => p.Process.State != 'Z').ToArray();
        return candidates.Count == 1 ? candidates[0].Pid : null;
    }

    // Goroutine ids only grow: the dump with the largest one is the latest, whatever the files' times say.
    private static long MaxId(DumpEvidence dump)
    {
        long max = 0;
        foreach (Goroutine g in dump.Dump.Goroutines) max = Math.Max(max, g.Id);
        return max;
    }
}
