using System.Globalization;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Linux;

namespace Unknot.Node.Processes;

/// <summary>Reads what a process has open, from the links in <c>/proc/PID/fd</c>. The links are read, never followed.</summary>
/// <param name="folder"><c>/proc/PID</c>.</param>
/// <param name="gaps">Takes what could not be read.</param>
/// <param name="step">Told what is about to be read.</param>
internal sealed class OpenFileReader(string folder, List<string> gaps, Action<string> step)
{
    // An application with a hundred thousand connections must not cost the node's diagnosis its deadline.
    private const int MaxOfOthers = 4_096, MaxOfStack = 65_536;

    /// <summary>Reads the open files.</summary>
    /// <param name="all">All; else those by which processes wait for each other.</param>
    /// <returns>The files; null when there are none or they may not be read.</returns>
    public IReadOnlyList<FileRecord>? Read(bool all)
    {
        string links = $"{folder}/fd";
        step(links);
        List<FileRecord> files = [];
        int seen = 0;
        IReadOnlyList<string> names = DirectoryNames.Of(links, out string? errno);
        foreach (string name in names)
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int fd)) continue;
            if (seen++ >= (all ? MaxOfStack : MaxOfOthers))
            {
                ProcessReader.Note(gaps, "fd", $"more than {seen - 1} open files");
                break;
            }

            string path = $"{links}/{name}";
            if (ProcFile.ReadLink(path, out _) is not { } target || !(all || IsOfInterest(target))) continue;
            files.Add(new FileRecord { Fd = fd, To = target, Mode = IsPipe(target) ? LinkMode.Of(path) : null });
        }

        ProcessReader.Note(gaps, "fd", errno);
        return files.Count > 0 ? files : null;
    }

    private static bool IsPipe(string target) => target.StartsWith("pipe:[", StringComparison.Ordinal) || target.StartsWith('/');

    private static bool IsOfInterest(string target) =>
        target.StartsWith("socket:[", StringComparison.Ordinal) || target.StartsWith("pipe:[", StringComparison.Ordinal) || target == "/dev/fuse"
        || target.Contains("fifo", StringComparison.Ordinal) || target.StartsWith("/run/", StringComparison.Ordinal);
}
