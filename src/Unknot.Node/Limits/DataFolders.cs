using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Processes;

namespace Unknot.Node.Limits;

/// <summary>The folders under which a daemon writes: from its command line, else where it writes by default.</summary>
internal static class DataFolders
{
    /// <summary>Folders that every node needs room in.</summary>
    public static IReadOnlyList<string> OfEveryNode { get; } = ["/", "/run", "/tmp", "/var/log"];

    /// <summary>Folders of a daemon, as its own mount namespace names them.</summary>
    public static IEnumerable<(int Pid, string Path)> Of(ProcessRecord daemon)
    {
        (string[] options, string[] defaults) = ProcessTable.ComponentOf(daemon) switch
        {
            Components.Dockerd => (new[] { "--data-root", "--graph", "-g", "--exec-root" }, new[] { "/var/lib/docker", "/run/docker" }),
            Components.Containerd => (["--root", "--state"], ["/var/lib/containerd", "/run/containerd"]),
            Components.Kubelet => (["--root-dir"], ["/var/lib/kubelet"]),
            Components.Crio => (["--root", "--runroot"], ["/var/lib/containers", "/run/containers"]),
            _ => ([], []),
        };
        string[] told = [.. options.Select(o => Option(daemon.Arguments ?? [], o)).OfType<string>().Where(p => p.StartsWith('/'))];
        return (told.Length > 0 ? told : defaults).Select(path => (daemon.Pid, path));
    }

    /// <summary>Value of an option, as <c>--name value</c> or <c>--name=value</c>; null when it is not given.</summary>
    public static string? Option(IReadOnlyList<string> arguments, string name)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == name && i + 1 < arguments.Count) return arguments[i + 1];
            if (arguments[i].Length > name.Length && arguments[i].StartsWith(name, StringComparison.Ordinal) && arguments[i][name.Length] == '=') return arguments[i][(name.Length + 1)..];
        }

        return null;
    }
}
