using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Bundles;

/// <summary>
/// What the names of dump files tell: <c>containerd.15814.stacks.log</c> (containerd's own), <c>goroutine-stacks-2026-11-23T181337Z.log</c>
/// (dockerd's, moby <c>pkg/signal</c>), <c>crio-goroutine-stacks-…</c>, <c>shim-18368.txt</c>, <c>kubelet-goroutines.txt</c>.
/// </summary>
internal static partial class DumpFileName
{
    /// <summary>Component; null when no known name is in it.</summary>
    public static string? ComponentOf(string path)
    {
        string name = Name(path).ToLowerInvariant();
        if (name.Contains("shim", StringComparison.Ordinal)) return Components.Shim;
        if (name.Contains("kubelet", StringComparison.Ordinal)) return Components.Kubelet;
        if (name.Contains("cri-dockerd", StringComparison.Ordinal)) return Components.CriDockerd;
        if (name.Contains("containerd", StringComparison.Ordinal)) return Components.Containerd;
        if (name.Contains("crio", StringComparison.Ordinal) || name.Contains("cri-o", StringComparison.Ordinal)) return Components.Crio;
        if (name.Contains("docker", StringComparison.Ordinal)) return Components.Dockerd;
        if (name.Contains("runc", StringComparison.Ordinal)) return Components.Runc;
        return name.StartsWith("goroutine-stacks-", StringComparison.Ordinal) ? Components.Dockerd : null;
    }

    /// <summary>Pid; null when there is none.</summary>
    public static int? PidOf(string path)
    {
        string name = Stamp().Replace(Name(path), "");
        Match match = Pid().Match(name);
        return match.Success && int.TryParse(match.Groups[1].ValueSpan, out int pid) && pid > 1 ? pid : null;
    }

    /// <summary>Container id; null when there is none.</summary>
    public static string? ContainerOf(string path) => ContainerNames.FindId(path);

    /// <summary>Time of collection; null when there is none.</summary>
    public static DateTimeOffset? TimeOf(string path)
    {
        Match match = Stamp().Match(Name(path));
        if (!match.Success) return null;
        int Part(string group) => int.Parse(match.Groups[group].ValueSpan);
        TimeSpan clock = new(Part("h"), Part("mi"), Part("s"));
        return clock.Days == 0 && LineTimes.TryMake(Part("y"), Part("mo"), Part("d"), clock, out DateTimeOffset time) ? time : null;
    }

    private static string Name(string path) => path[(path.LastIndexOfAny(['/', '\\', '!']) + 1)..];

    [GeneratedRegex(@"(?<y>20\d\d)[-_]?(?<mo>\d\d)[-_]?(?<d>\d\d)[T_ -]?(?<h>\d\d)[:_-]?(?<mi>\d\d)[:_-]?(?<s>\d\d)Z?", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();

    [GeneratedRegex(@"(?:^|[._-])(?:pid[._-]?)?(\d{2,8})(?=[._-]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Pid();
}
