using System.Globalization;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Cgroups;
using Unknot.Node.Linux;
using Unknot.Node.Sources;

namespace Unknot.Node.Limits;

/// <summary>What may run out: processes, memory, descriptors, disk and inodes under the daemons' folders, and pressure (PSI), into <c>limits.jsonl</c>.</summary>
internal sealed class LimitSource : INodeSource
{
    private static readonly string[] s_daemons = [Components.Kubelet, Components.Dockerd, Components.Containerd, Components.Crio, Components.CriDockerd, Components.Systemd, Components.DbusDaemon];

    public string Name => "limits";

    public TimeSpan Deadline => TimeSpan.FromSeconds(5);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        SourceSink.LineDocument lines = sink.OpenLines("limits.jsonl", LimitFormat.SchemaVersion);
        void Add(string kind, string scope, double used, double limit)
        {
            if (limit > 0) lines.Add(new LimitRecord(kind, scope, used, limit), NodeJson.Default.LimitRecord);
        }

        string root = scan.Options.ProcRoot;
        sink.Doing = "reading the node's own limits";
        NodeLimits.Read(root, Add);
        sink.Doing = "waiting for the processes";
        ProcessRecord[] daemons = [.. s_daemons.SelectMany(scan.WaitForProcesses(cancellation).OfComponent)];
        CgroupPath cgroups = new(root);
        HashSet<string> seen = [];
        foreach (ProcessRecord daemon in daemons)
        {
            Descriptors(root, daemon, Add);
            foreach (string line in daemon.Cgroups ?? []) Pids(cgroups.Of(line, "pids") ?? (line.StartsWith("0::", StringComparison.Ordinal) ? cgroups.Of(line, "") : null), seen, Add);
        }

        foreach (string line in scan.Processes.All.SelectMany(p => p.Cgroups ?? []).Where(l => Diagnosis.Formats.ContainerNames.OfCgroup(l) is not null).Distinct())
            Pids(cgroups.Of(line, "pids") ?? (line.StartsWith("0::", StringComparison.Ordinal) ? cgroups.Of(line, "") : null), seen, Add);
        Room(scan, sink, daemons, Add, cancellation);
    }

    private static void Descriptors(string root, ProcessRecord daemon, Action<string, string, double, double> add)
    {
        string? line = ProcFile.ReadText($"{root}/{daemon.Pid}/limits")?.Split('\n').FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        if (line is null || daemon.Files is not { } files) return;
        string[] words = line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0 && double.TryParse(words[0], CultureInfo.InvariantCulture, out double limit)) add("descriptors", $"pid {daemon.Pid}", files.Count, limit);
    }

    private static void Pids(string? cgroup, HashSet<string> seen, Action<string, string, double, double> add)
    {
        // Any group above may be the one that is full.
        for (string? path = cgroup; path is not null && path.LastIndexOf('/') > path.IndexOf("/cgroup", StringComparison.Ordinal) && seen.Add(path); path = path[..path.LastIndexOf('/')])
        {
            if (Number($"{path}/pids.current") is { } current && Number($"{path}/pids.max") is { } max) add("pids", path[Math.Max(0, path.IndexOf("/sys/", StringComparison.Ordinal))..], current, max);
        }
    }

    private static double? Number(string path) => double.TryParse(ProcFile.ReadText(path), CultureInfo.InvariantCulture, out double number) ? number : null;

    private static void Room(NodeScan scan, SourceSink sink, ProcessRecord[] daemons, Action<string, string, double, double> add, CancellationToken cancellation)
    {
        List<(int Pid, string Path)> places = [.. daemons.SelectMany(DataFolders.Of), .. DataFolders.OfEveryNode.Select(p => (1, p))];
        sink.Doing = "asking for the room under the daemons' folders";
        new AbandonableCrew<(int Pid, string Path)>(4, scan.Options.ProbeDeadline).Run(
            places.Distinct(),
            (place, work) =>
            {
                work.Step($"statvfs {place.Path}");
                if (FileSystemRoom.Of($"{scan.Options.ProcRoot}/{place.Pid}/root{place.Path}", out _) is not { } room) return;
                work.Publish(() =>
                {
                    add("disk", place.Path, (double)(room.Blocks - room.FreeBlocks) * room.BlockSize, (double)room.Blocks * room.BlockSize);
                    add("inodes", place.Path, room.Files - room.FreeFiles, room.Files);
                });
            },
            (place, at) => sink.Gap(place.Path, $"{at ?? "statvfs"} did not return: is its file system dead?", "ETIMEDOUT"),
            (place, error) => sink.Gap(place.Path, error, null),
            cancellation);
    }
}
