using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;

namespace Unknot.Node.Processes;

/// <summary>Reads one process out of <c>/proc/PID</c>. Of the runtime stack everything, of others what a diagnosis may need.</summary>
internal sealed class ProcessReader(string procRoot)
{
    private readonly ProcClock _clock = new(procRoot);

    /// <summary>Reads a process.</summary>
    /// <param name="pid">Its pid.</param>
    /// <param name="step">Told what is about to be read.</param>
    /// <returns>The record; null when it is gone.</returns>
    public ProcessRecord? Read(int pid, Action<string> step)
    {
        string folder = $"{procRoot}/{pid}";
        step($"{folder}/stat");
        if (ProcStat.Parse(ProcFile.Read($"{folder}/stat", out _)) is not { } stat) return null;
        List<string> gaps = [];
        step($"{folder}/cmdline");
        IReadOnlyList<string> arguments = Words(ProcFile.Read($"{folder}/cmdline", out string? errno));
        Note(gaps, "cmdline", errno);
        string component = Components.Of(stat.Name, arguments);
        bool isStack = IsOfStack(component, arguments);
        bool isOdd = stat.State is not ("S" or "R" or "I" or "Z");
        step($"{folder}/status");
        ProcStatus status = ProcStatus.Parse(ProcFile.Read($"{folder}/status", out errno));
        Note(gaps, "status", errno);
        step($"{folder}/cgroup");
        string[] cgroups = Encoding.UTF8.GetString(ProcFile.Read($"{folder}/cgroup", out errno)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Note(gaps, "cgroup", errno);
        bool isKernelThread = arguments.Count == 0 && stat.ParentPid is 0 or 2 && stat.Pid != 1;
        ThreadReader threads = new(folder, gaps, step);
        return new ProcessRecord
        {
            Pid = pid,
            ParentPid = stat.ParentPid,
            Name = stat.Name,
            State = stat.State,
            StartedAt = _clock.StartOf(stat.StartTicks),
            StartTicks = stat.StartTicks,
            AgeSeconds = _clock.AgeOf(stat.StartTicks),
            CpuSeconds = ProcClock.Seconds(stat.CpuTicks),
            ResidentBytes = status.ResidentBytes,
            TracerPid = status.TracerPid is > 0 ? status.TracerPid : null,
            Uid = status.Uid,
            NamespacePids = status.NamespacePids is { Count: > 1 } ? status.NamespacePids : null,
            Arguments = arguments,
            Executable = isKernelThread ? null : Link($"{folder}/exe", "exe", gaps, step),
            Root = isStack && Link($"{folder}/root", "root", gaps, step) is { } root and not "/" ? root : null,
            Cgroups = cgroups,
            Wchan = isKernelThread && !isOdd ? null : threads.Wchan(folder),
            Threads = stat.State == "Z" ? null : threads.Read(all: isStack, detailed: isStack || isOdd, stat.ThreadCount, isKernelThread),
            ThreadCount = stat.ThreadCount,
            Files = isKernelThread || stat.State == "Z" ? null : new OpenFileReader(folder, gaps, step).Read(all: isStack),
            Gaps = gaps.Count > 0 ? gaps : null,
        };
    }

    /// <summary>The stack that a chain goes through, and what stands in for a part of it.</summary>
    private static bool IsOfStack(string component, IReadOnlyList<string> arguments) => component switch
    {
        Components.Kubelet or Components.CriDockerd or Components.Dockerd or Components.Containerd or Components.Shim or Components.Runc or Components.Crio
            or Components.Conmon or Components.DbusDaemon or Components.Systemd => true,
        // A wrapper in place of runc carries runc's own arguments.
        _ => arguments.Contains("--root") && arguments.Contains("--log-format"),
    };

    private static string? Link(string path, string item, List<string> gaps, Action<string> step)
    {
        step(path);
        string? target = ProcFile.ReadLink(path, out string? errno);
        Note(gaps, item, errno);
        return target;
    }

    private static List<string> Words(ReadOnlySpan<byte> text)
    {
        List<string> words = [];
        while (text.Length > 0)
        {
            int end = text.IndexOf((byte)0);
            words.Add(Encoding.UTF8.GetString(end < 0 ? text : text[..end]));
            text = end < 0 ? default : text[(end + 1)..];
        }

        return words;
    }

    /// <summary>A process that ends while it is read is no gap.</summary>
    internal static void Note(List<string> gaps, string item, string? errno)
    {
        if (errno is null or "ENOENT" or "ESRCH") return;
        string gap = string.Create(CultureInfo.InvariantCulture, $"{item}: {errno}");
        if (!gaps.Contains(gap)) gaps.Add(gap);
    }
}
