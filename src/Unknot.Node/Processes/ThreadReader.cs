using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;

namespace Unknot.Node.Processes;

/// <summary>Reads the threads of one process: state, kernel function, system call, kernel stack.</summary>
/// <param name="folder"><c>/proc/PID</c>.</param>
/// <param name="gaps">Takes what could not be read.</param>
/// <param name="step">Told what is about to be read.</param>
internal sealed class ThreadReader(string folder, List<string> gaps, Action<string> step)
{
    // A Go daemon has some dozens of threads; its limit is 10,000.
    private const int MaxThreads = 10_000;

    /// <summary>Reads the threads.</summary>
    /// <param name="all">Also those that are simply asleep.</param>
    /// <param name="detailed">Also the system call and kernel stack of those asleep.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="isKernelThread">A thread of the kernel: read only when it is stuck.</param>
    /// <returns>The threads; null when none is worth it.</returns>
    public IReadOnlyList<ThreadRecord>? Read(bool all, bool detailed, int count, bool isKernelThread)
    {
        // The main thread's state is known: with it alone there is nothing to look for.
        if (!all && !detailed && (count <= 1 || isKernelThread)) return null;
        List<ThreadRecord> threads = [];
        foreach (string tid in Names())
        {
            string task = $"{folder}/task/{tid}";
            step($"{task}/stat");
            if (ProcStat.Parse(ProcFile.Read($"{task}/stat", out _)) is not { } stat) continue;
            bool isOdd = stat.State is not ("S" or "R" or "I" or "Z");
            if (!all && !isOdd) continue;
            threads.Add(new ThreadRecord
            {
                Tid = stat.Pid,
                Name = stat.Name,
                State = stat.State,
                Wchan = Wchan(task),
                Syscall = Text($"{task}/syscall", "syscall"),
                Stack = Text($"{task}/stack", "stack") is { Length: > 0 } stack ? stack.Split('\n') : null,
            });
            if (threads.Count == MaxThreads) break;
        }

        return threads.Count > 0 ? threads : null;
    }

    /// <summary>The kernel function that a task waits in; null when it runs or the kernel does not tell (<c>0</c>).</summary>
    public string? Wchan(string task) => Text($"{task}/wchan", "wchan") is { Length: > 1 } name ? name : null;

    private IEnumerable<string> Names()
    {
        step($"{folder}/task");
        return DirectoryNames.Of($"{folder}/task", out _).Where(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private string? Text(string path, string item)
    {
        step(path);
        ReadOnlySpan<byte> bytes = ProcFile.Read(path, out string? errno);
        ProcessReader.Note(gaps, item, errno);
        return errno is null ? Encoding.UTF8.GetString(bytes).Trim('\n') : null;
    }
}
