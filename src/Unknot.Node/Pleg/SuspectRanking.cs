using Unknot.Diagnosis.Evidence;

namespace Unknot.Node.Pleg;

/// <summary>Puts what hangs in the order in which it is worth looking at. Pure.</summary>
internal static class SuspectRanking
{
    /// <summary>Ranks.</summary>
    /// <param name="runtimes">The runtimes.</param>
    /// <param name="odd">Tasks of the stack that do not run as they should.</param>
    /// <param name="manager">systemd.</param>
    /// <param name="now">The time.</param>
    /// <returns>The first one first: what everything waits for, then what hangs longest, then signs alone.</returns>
    public static IReadOnlyList<Suspect> Of(IReadOnlyList<RuntimeView> runtimes, IReadOnlyList<StackTask> odd, ManagerView manager, DateTimeOffset now)
    {
        List<(int Rank, Suspect Suspect)> suspects = [];
        HashSet<StackTask> told = [];
        foreach (HangingRequest request in runtimes.SelectMany(r => r.Hanging))
        {
            List<StackTask> signs = [.. odd.Where(t => request.Container is { } about ? t.Member.ContainerId == about.Id : t.Member.Pid == request.Runtime.Pid)];
            told.UnionWith(signs);
            int rank = request.Container is null ? 1 : signs.Count > 0 ? 2 : 3;
            suspects.Add((rank, new Suspect(request.Runtime.Component, request.Runtime.Pid, request.Container, request.Call, request.Since, request.Waited, Words(signs))));
        }

        if (manager is { Hangs: true, AskedAt: { } askedAt })
        {
            List<StackTask> signs = [.. odd.Where(t => t.Member.Pid == manager.AskedPid)];
            told.UnionWith(signs);
            suspects.Add((0, new Suspect(manager.Asked!, manager.AskedPid, null, manager.Call, askedAt, now - askedAt, Words(signs))));
        }

        foreach (StackTask task in odd.Where(t => !told.Contains(t)))
        {
            // A stopped daemon is the root of whatever hangs, though nobody asks it here.
            bool isRoot = task.IsStopped && suspects.Count > 0 && task.Member.Component is not (Components.Shim or Components.Runc or Components.Conmon);
            Suspect suspect = new(task.Member.Component, task.Member.Pid, ContainerOf(task, runtimes), null, task.Since, now - task.Since, [task.Says]);
            suspects.Add((isRoot ? 0 : task.IsStopped ? 4 : 5, suspect));
        }

        return [.. suspects.OrderBy(s => s.Rank).ThenByDescending(s => s.Suspect.For).Select(s => s.Suspect)];
    }

    private static ListedContainer? ContainerOf(StackTask task, IReadOnlyList<RuntimeView> runtimes) =>
        task.Member.ContainerId is { } id ? runtimes.Select(r => r.Find(id)).FirstOrDefault(c => c is not null) ?? new ListedContainer(id, "", null, "") : null;

    private static string[] Words(List<StackTask> signs) => [.. signs.OrderBy(s => s.Since).Select(s => s.Says).Distinct()];
}
