using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Bundles;

/// <summary>Joins what only the whole tells: containers of processes, names that another source has.</summary>
internal static class SnapshotCompletion
{
    public static void Complete(EvidenceSnapshot snapshot)
    {
        foreach (ProcessEvidence process in snapshot.Processes.Values) NameContainer(process);
        NameOwners(snapshot);
        DropRepeatedMounts(snapshot);
    }

    private static void NameContainer(ProcessEvidence process)
    {
        foreach (string cgroup in process.Cgroups)
        {
            process.ContainerId ??= ContainerNames.OfCgroup(cgroup);
        }

        foreach (string argument in process.Arguments)
        {
            process.ContainerId ??= ContainerNames.FindId(argument);
        }
    }

    private static void NameOwners(EvidenceSnapshot snapshot)
    {
        foreach (SocketEvidence socket in snapshot.Sockets)
        {
            foreach (SocketOwner owner in socket.Owners)
            {
                if (snapshot.Processes.TryGetValue(owner.Pid, out ProcessEvidence? process)) process.Name ??= owner.Name;
            }
        }
    }

    /// <summary>Every process has a mountinfo, most of it the same.</summary>
    private static void DropRepeatedMounts(EvidenceSnapshot snapshot)
    {
        HashSet<(string, string, string)> seen = [];
        List<MountEvidence> kept = [.. snapshot.Mounts.Where(m => seen.Add((m.Source, m.Target, m.FileSystem)))];
        if (kept.Count == snapshot.Mounts.Count) return;
        snapshot.Mounts.Clear();
        foreach (MountEvidence mount in kept) snapshot.Mounts.Add(mount);
    }
}
