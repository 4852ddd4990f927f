using Unknot.Node.Linux;

namespace Unknot.Node.Cgroups;

/// <summary>Where the cgroups of a node are mounted, and the folder of a process' cgroup in each hierarchy.</summary>
internal sealed class CgroupPath
{
    private readonly string _root;
    private readonly List<(string Controllers, string Target, string Root)> _mounts = [];

    /// <summary>Reads the mounts of the node.</summary>
    /// <param name="procRoot">Where the node's <c>/proc</c> is.</param>
    public CgroupPath(string procRoot)
    {
        _root = $"{procRoot}/1/root";
        string[] lines = (ProcFile.ReadText($"{procRoot}/1/mountinfo") ?? "").Split('\n');
        // Without the right to walk another process' root, the own view has to do.
        if (ProcFile.ReadLink(_root, out _) is null) (_root, lines) = ("", (ProcFile.ReadText("/proc/self/mountinfo") ?? "").Split('\n'));
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            int dash = Array.IndexOf(words, "-");
            if (dash < 6 || words.Length < dash + 4) continue;
            if (words[dash + 1] == "cgroup2") _mounts.Add(("", words[4], words[3]));
            if (words[dash + 1] == "cgroup") _mounts.Add((words[dash + 3], words[4], words[3]));
        }
    }

    /// <summary>True where only the unified hierarchy is mounted.</summary>
    public bool IsUnified => _mounts.Count > 0 && _mounts.TrueForAll(m => m.Controllers.Length == 0);

    /// <summary>Folder of a cgroup.</summary>
    /// <param name="cgroupLine">A line of <c>/proc/PID/cgroup</c>: <c>6:freezer:/docker/3c1b…</c>, <c>0::/system.slice/…</c>.</param>
    /// <param name="controller">The hierarchy that is wanted: <c>freezer</c>, <c>pids</c>; empty for the unified one.</param>
    /// <returns>The folder; null when the line is of another hierarchy or it is not mounted.</returns>
    public string? Of(string cgroupLine, string controller)
    {
        string[] words = cgroupLine.Split(':', 3);
        if (words.Length < 3 || !words[1].Split(',').Contains(controller)) return null;
        foreach ((string controllers, string target, string root) in _mounts)
        {
            if (controller.Length == 0 ? controllers.Length > 0 : !controllers.Split(',').Contains(controller)) continue;
            // A container's own mount shows a part of the hierarchy: its root within it is taken off.
            string path = root != "/" && words[2].StartsWith(root, StringComparison.Ordinal) ? words[2][root.Length..] : words[2];
            return $"{_root}{target}{path.TrimEnd('/')}";
        }

        return null;
    }
}
