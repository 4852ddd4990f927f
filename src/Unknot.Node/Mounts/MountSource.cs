using System.Diagnostics;
using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;
using Unknot.Node.Processes;
using Unknot.Node.Sources;

namespace Unknot.Node.Mounts;

/// <summary>
/// Mounts of the node and of the daemons that have a mount namespace of their own, and which of them are dead: those with a server are asked once
/// (<c>statvfs</c>), each on a thread that is left behind when no answer comes. The thread ends with this process; the kernel lets it be killed.
/// </summary>
internal sealed class MountSource : INodeSource
{
    private static readonly string[] s_daemons = [Components.Dockerd, Components.Containerd, Components.Crio, Components.Kubelet];

    public string Name => "mounts";

    public TimeSpan Deadline => TimeSpan.FromSeconds(5);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        string root = scan.Options.ProcRoot;
        HashSet<string> namespaces = [];
        List<(int Pid, MountLine Mount)> served = [];
        ProcessTable processes = scan.WaitForProcesses(cancellation);
        foreach (int pid in s_daemons.SelectMany(processes.OfComponent).Select(p => p.Pid).Prepend(1))
        {
            string own = ProcFile.ReadLink($"{root}/{pid}/ns/mnt", out string? errno) ?? $"{pid}: {errno}";
            if (!namespaces.Add(own)) continue;
            sink.Doing = $"reading {root}/{pid}/mountinfo";
            ReadOnlySpan<byte> text = ProcFile.Read($"{root}/{pid}/mountinfo", out errno);
            if (errno is not null)
            {
                sink.Gap($"{root}/{pid}/mountinfo", "could not be read", errno);
                continue;
            }

            sink.Add($"proc/{pid}/mountinfo", text.ToArray());
            served.AddRange(Encoding.UTF8.GetString(text).Split('\n').Select(MountLine.Parse).OfType<MountLine>().Where(m => m.HasServer).Select(m => (pid, m)));
        }

        Ask([.. served.DistinctBy(s => s.Mount.Device)], scan, sink, cancellation);
    }

    private static void Ask(IReadOnlyList<(int Pid, MountLine Mount)> mounts, NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        if (mounts.Count == 0) return;
        sink.Doing = $"asking {mounts.Count} mount(s) whether they answer";
        SourceSink.LineDocument lines = sink.OpenLines("mounts/probes.jsonl", ProbeFormat.SchemaVersion);
        new AbandonableCrew<(int Pid, MountLine Mount)>(Math.Min(mounts.Count, 16), scan.Options.ProbeDeadline, maxAbandoned: 64).Run(
            mounts,
            (item, work) =>
            {
                long start = Stopwatch.GetTimestamp();
                work.Step($"statfs {item.Mount.Target}");
                FileSystemRoom? room = FileSystemRoom.Of($"{scan.Options.ProcRoot}/{item.Pid}/root{item.Mount.Target}", out string? errno);
                ProbeRecord answer = Probe(item.Mount, room is null ? Outcome(errno) : ProbeOutcome.Answered, Stopwatch.GetElapsedTime(start), errno, scan.Options);
                work.Publish(() => lines.Add(answer, NodeJson.Default.ProbeRecord));
            },
            (item, _) => lines.Add(Probe(item.Mount, ProbeOutcome.TimedOut, scan.Options.ProbeDeadline, null, scan.Options), NodeJson.Default.ProbeRecord),
            (item, error) => sink.Gap(item.Mount.Target, error, null),
            cancellation);
    }

    // A server that is gone answers at once, with an error that the kernel makes up for it.
    private static ProbeOutcome Outcome(string? errno) => errno is "EACCES" or "EPERM" or "ENOENT" ? ProbeOutcome.Refused : ProbeOutcome.Failed;

    private static ProbeRecord Probe(MountLine mount, ProbeOutcome outcome, TimeSpan took, string? errno, NodeOptions options) => new()
    {
        Component = "mount",
        Call = $"statfs {mount.Target}",
        Outcome = outcome.ToString(),
        Seconds = Math.Round(took.TotalSeconds, 3),
        Detail = errno,
        Values = Values(mount, options),
    };

    private static Dictionary<string, string> Values(MountLine mount, NodeOptions options)
    {
        Dictionary<string, string> values = new() { ["target"] = mount.Target, ["fileSystem"] = mount.FileSystem, ["device"] = mount.Device };
        // Requests that the server has not answered (fs/fuse/control.c): told without asking the server.
        string minor = mount.Device[(mount.Device.IndexOf(':') + 1)..];
        if (mount.FileSystem.StartsWith("fuse", StringComparison.Ordinal) && ProcFile.ReadText($"{options.ProcRoot}/1/root/sys/fs/fuse/connections/{minor}/waiting") is { } waiting
            && int.TryParse(waiting, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            values["waiting"] = count.ToString(CultureInfo.InvariantCulture);
        }

        return values;
    }
}
