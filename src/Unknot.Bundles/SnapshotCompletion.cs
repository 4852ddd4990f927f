using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Bundles;

/// <summary>Joins what only the whole tells: containers of processes, names that another source has.</summary>
internal static class SnapshotCompletion
{
    public static void Complete(EvidenceSnapshot snapshot)
    {
        foreach (ProcessEvidence process in snapshot.Processes.Values) NameContainer(process);
        JoinOwners(snapshot);
        NameOwners(snapshot);
        DropRepeatedMounts(snapshot);
        MergeContainers(snapshot);
    }

    /// <summary>The same container as a list, an inspect and containerd tell it is one: of each field what was told first.</summary>
    private static void MergeContainers(EvidenceSnapshot snapshot)
    {
        Dictionary<string, ContainerEvidence> byId = new(StringComparer.Ordinal);
        foreach (ContainerEvidence next in snapshot.Containers)
        {
            byId[next.Id] = !byId.TryGetValue(next.Id, out ContainerEvidence? known) ? next : known with
            {
                Name = known.Name ?? next.Name, State = known.State ?? next.State, Pid = known.Pid ?? next.Pid, Pod = known.Pod ?? next.Pod, Image = known.Image ?? next.Image,
                VolumeDrivers = known.VolumeDrivers.Count > 0 ? known.VolumeDrivers : next.VolumeDrivers,
            };
        }

        if (byId.Count == snapshot.Containers.Count) return;
        snapshot.Containers.Clear();
        foreach (ContainerEvidence container in byId.Values) snapshot.Containers.Add(container);
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

    /// <summary>The kernel's socket table names no process: an inode's owners are those who have it open.</summary>
    private static void JoinOwners(EvidenceSnapshot snapshot)
    {
        if (snapshot.Sockets.All(s => s.Owners.Count > 0)) return;
        Dictionary<ulong, List<SocketOwner>> owners = [];
        foreach (ProcessEvidence process in snapshot.Processes.Values)
        {
            foreach (FileDescriptorEvidence open in process.Files)
            {
                if (SocketInode(open.Target) is not { } inode) continue;
                if (!owners.TryGetValue(inode, out List<SocketOwner>? list)) owners[inode] = list = [];
                list.Add(new SocketOwner(process.Name ?? "", process.Pid, open.Fd));
            }
        }

        for (int i = 0; i < snapshot.Sockets.Count; i++)
        {
            if (snapshot.Sockets[i].Owners.Count == 0 && owners.TryGetValue(snapshot.Sockets[i].Inode, out List<SocketOwner>? found)) snapshot.Sockets[i] = snapshot.Sockets[i] with { Owners = found };
        }
    }

    private static ulong? SocketInode(string target) =>
        target.StartsWith("socket:[", StringComparison.Ordinal) && ulong.TryParse(target.AsSpan(8).TrimEnd(']'), out ulong inode) ? inode : null;

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
