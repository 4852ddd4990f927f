using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;
using Unknot.Node.Linux;
using Unknot.Node.Processes;

namespace Unknot.Node.Pleg;

/// <summary>
/// The processes of the runtime stack and how they do, read cheaply every second: of processes that are known only the states, of new ones what they are.
/// For one thread; reads that can hang are only those of command lines of new processes.
/// </summary>
internal sealed class StackTable(string procRoot)
{
    // A process has its parent's name until it calls exec; it is looked at again in the samples that follow.
    private const int LooksAtNew = 3;

    // Threads of shims: a hundred have a thousand. A few in each sample.
    private const int ShimsInTurn = 5;

    private static readonly TimeSpan s_runcLives = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, Known> _known = [];
    private readonly Dictionary<(int Pid, int Tid), (string State, DateTimeOffset Since, int Seen)> _odd = [];
    private List<StackMember> _members = [];
    private int _turn;

    /// <summary>Processes of the stack.</summary>
    public IReadOnlyList<StackMember> Members => _members;

    /// <summary>Processes on the node.</summary>
    public int Processes => _known.Count;

    /// <summary>Samples.</summary>
    /// <param name="all">Look at every process anew: a pid may have been used again.</param>
    /// <param name="threads">Look at the threads of daemons too.</param>
    /// <param name="now">The time.</param>
    /// <returns>Tasks of the stack that are stopped, in uninterruptible sleep, or too old.</returns>
    public IReadOnlyList<StackTask> Sample(bool all, bool threads, DateTimeOffset now)
    {
        Renew(all);
        double uptime = ProcClock.Uptime(procRoot) ?? 0;
        HashSet<(int, int)> seen = [];
        List<StackTask> tasks = [];
        for (int i = 0; i < _members.Count; i++)
        {
            StackMember member = _members[i];
            if (ProcStat.Parse(ProcFile.Read($"{procRoot}/{member.Pid}/stat", out _)) is not { } stat || stat.StartTicks != member.StartTicks) continue;
            Note(member, member.Pid, StateOf(member, stat, uptime), now, seen, tasks);
            bool isShim = member.Component is Components.Shim or Components.Conmon or Components.Runc;
            if (stat.ThreadCount > 1 && (isShim ? i / ShimsInTurn == _turn : threads)) SampleThreads(member, now, seen, tasks);
            else foreach ((int pid, int tid) in _odd.Keys) if (pid == member.Pid && tid != pid) Keep(member, tid, seen, tasks);
        }

        foreach ((int, int) gone in _odd.Keys.Where(k => !seen.Contains(k)).ToList()) _odd.Remove(gone);
        _turn = (_turn + 1) % Math.Max(1, (_members.Count + ShimsInTurn - 1) / ShimsInTurn);
        return tasks;
    }

    private static string? StateOf(StackMember member, ProcStat stat, double uptime)
    {
        if (stat.State is "T" or "t" or "D") return stat.State;
        // init of a container is runc by name until it calls exec.
        return member.Component == Components.Runc && stat.State != "Z" && uptime - stat.StartTicks / 100.0 > s_runcLives.TotalSeconds ? "old" : null;
    }

    private void SampleThreads(StackMember member, DateTimeOffset now, HashSet<(int, int)> seen, List<StackTask> tasks)
    {
        foreach (string name in DirectoryNames.Of($"{procRoot}/{member.Pid}/task", out _))
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int tid) || tid == member.Pid) continue;
            if (ProcStat.Parse(ProcFile.Read($"{procRoot}/{member.Pid}/task/{name}/stat", out _)) is not { } stat) continue;
            // A stopped process stops with all its threads; only the process is told.
            Note(member, tid, stat.State == "D" ? "D" : null, now, seen, tasks);
        }
    }

    private void Note(StackMember member, int tid, string? state, DateTimeOffset now, HashSet<(int, int)> seen, List<StackTask> tasks)
    {
        if (state is null) return;
        (int, int) key = (member.Pid, tid);
        _odd[key] = _odd.TryGetValue(key, out (string State, DateTimeOffset Since, int Seen) was) && was.State == state ? was with { Seen = was.Seen + 1 } : (state, now, 1);
        Keep(member, tid, seen, tasks);
    }

    /// <summary>A wait for a disk is short and everyday: it counts when it is seen twice.</summary>
    private void Keep(StackMember member, int tid, HashSet<(int, int)> seen, List<StackTask> tasks)
    {
        (string state, DateTimeOffset since, int times) = _odd[(member.Pid, tid)];
        seen.Add((member.Pid, tid));
        if (state != "D" || times > 1) tasks.Add(new StackTask(member, tid, state, since));
    }

    private void Renew(bool all)
    {
        HashSet<int> here = [];
        bool changed = false;
        foreach (string name in DirectoryNames.Of(procRoot, out _))
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) continue;
            here.Add(pid);
            if (_known.TryGetValue(pid, out Known known) && !all && known.Looks >= LooksAtNew) continue;
            StackMember? member = Look(pid, known.Member);
            changed |= member != known.Member;
            _known[pid] = new Known(member, known.Looks + 1);
        }

        foreach (int gone in _known.Keys.Where(p => !here.Contains(p)).ToList())
        {
            changed |= _known[gone].Member is not null;
            _known.Remove(gone);
        }

        if (changed) _members = [.. _known.Values.Select(k => k.Member).OfType<StackMember>().OrderBy(m => m.StartTicks)];
    }

    private StackMember? Look(int pid, StackMember? was)
    {
        if (ProcStat.Parse(ProcFile.Read($"{procRoot}/{pid}/stat", out _)) is not { } stat || stat.State == "Z") return null;
        if (Components.ByProgram(stat.Name) is not { } component) return null;
        if (was is not null && was.StartTicks == stat.StartTicks && was.Component == component && was.ContainerId is not null) return was;
        bool ofContainer = component is Components.Shim or Components.Runc or Components.Conmon;
        string arguments = ofContainer ? Encoding.UTF8.GetString(ProcFile.Read($"{procRoot}/{pid}/cmdline", out _)) : "";
        StackMember now = new(pid, stat.StartTicks, component, ContainerNames.FindId(arguments.Replace('\0', ' ')));
        return now == was ? was : now;
    }

    private readonly record struct Known(StackMember? Member, int Looks);
}
