using System.Text.RegularExpressions;

namespace Unknot.Diagnosis.Formats;

/// <summary>
/// What the name of a copy of <c>/proc</c> tells: <c>proc.4711/stack</c>, <c>proc/4711/task/4712/wchan</c>, <c>4711/status</c>,
/// <c>cmdline-4711.txt</c>, <c>proc-4711-stack.txt</c>. The pid stands nowhere else in most of these files.
/// </summary>
/// <param name="Pid">Process id.</param>
/// <param name="Tid">Thread id; null for the process as a whole.</param>
/// <param name="Item"><c>cmdline</c>, <c>stack</c>, <c>fd</c>, …</param>
/// <param name="Fd">Descriptor, for a link below <c>fd/</c>; null otherwise.</param>
internal sealed partial record ProcPath(int Pid, int? Tid, string Item, int? Fd = null)
{
    private const string Items = "cmdline|comm|status|stat|stack|wchan|syscall|cgroup|threads|fd|mountinfo|mounts";

    /// <summary>Reads a path with either kind of slash; null when it tells no process.</summary>
    public static ProcPath? Of(string path)
    {
        string name = path.Replace('\\', '/');
        Match match = Folder().Match(name);
        if (!match.Success) match = BeforePid().Match(name);
        if (!match.Success) match = AfterPid().Match(name);
        if (!match.Success || !int.TryParse(match.Groups["pid"].ValueSpan, out int pid) || pid <= 0) return null;
        int? tid = int.TryParse(match.Groups["tid"].ValueSpan, out int t) ? t : null;
        int? fd = int.TryParse(match.Groups["link"].ValueSpan, out int f) ? f : null;
        return new ProcPath(pid, tid, match.Groups["item"].Value, fd);
    }

    [GeneratedRegex(@"(?:^|/|!)(?:(?:proc|pid)[._-]?)?(?<pid>\d{1,9})/(?:task/(?<tid>\d{1,9})/)?(?<item>" + Items + @")(?:/(?<link>\d{1,9}))?(?:\.txt|\.log|\.out)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Folder();

    [GeneratedRegex(@"(?:^|/|!)(?:proc[._-])?(?<item>" + Items + @")[._-](?:pid[._-]?)?(?<pid>\d{1,9})(?:[._-]task[._-](?<tid>\d{1,9}))?(?:\.txt|\.log|\.out)?$", RegexOptions.CultureInvariant)]
    private static partial Regex BeforePid();

    [GeneratedRegex(@"(?:^|/|!)(?:(?:proc|pid)[._-]?)?(?<pid>\d{1,9})[._-](?:task[._-](?<tid>\d{1,9})[._-])?(?<item>" + Items + @")(?:\.txt|\.log|\.out)?$", RegexOptions.CultureInvariant)]
    private static partial Regex AfterPid();
}
