namespace Unknot.Diagnosis.Evidence;

/// <summary>Names of the components that a chain can go through, as the JSON contract spells them; other programs go by their own name.</summary>
public static class Components
{
    /// <summary>The kubelet.</summary>
    public const string Kubelet = "kubelet";

    /// <summary>The CRI adapter for docker.</summary>
    public const string CriDockerd = "cri-dockerd";

    /// <summary>The docker daemon.</summary>
    public const string Dockerd = "dockerd";

    /// <summary>containerd.</summary>
    public const string Containerd = "containerd";

    /// <summary>containerd's shim, of any version.</summary>
    public const string Shim = "containerd-shim";

    /// <summary>runc, or a wrapper that stands in its place, and its init.</summary>
    public const string Runc = "runc";

    /// <summary>CRI-O.</summary>
    public const string Crio = "crio";

    /// <summary>CRI-O's and podman's monitor.</summary>
    public const string Conmon = "conmon";

    /// <summary>The message bus.</summary>
    public const string DbusDaemon = "dbus-daemon";

    /// <summary>systemd, PID 1 or whoever owns its bus name.</summary>
    public const string Systemd = "systemd";

    /// <summary>The kernel itself.</summary>
    public const string Kernel = "kernel";

    /// <summary>A network plugin.</summary>
    public const string Cni = "cni";

    /// <summary>A storage plugin.</summary>
    public const string Csi = "csi";

    /// <summary>What runs in the containers.</summary>
    public const string Application = "application";

    /// <summary>Component of a process by its task name and command line.</summary>
    /// <param name="name">Task name (<c>comm</c>); may be null.</param>
    /// <param name="arguments">Command line, word by word; may be empty.</param>
    /// <returns>A component's name, the program's base name, or <c>unknown</c>.</returns>
    public static string Of(string? name, IReadOnlyList<string> arguments)
    {
        foreach (string candidate in Candidates(name, arguments))
        {
            if (ByProgram(candidate) is { } component) return component;
        }

        string? program = arguments.Count > 0 ? BaseName(arguments[0]) : null;
        return string.IsNullOrEmpty(program) ? name ?? "unknown" : program;
    }

    /// <summary>Component of a program's base name; null when it is none of ours.</summary>
    /// <param name="program">Base name of an executable, or a task name.</param>
    /// <returns>The component's name or null.</returns>
    public static string? ByProgram(string program) => program switch
    {
        "kubelet" or "hyperkube" => Kubelet,
        "cri-dockerd" => CriDockerd,
        "dockerd" or "docker-daemon" or "dockerd-current" => Dockerd,
        "containerd" or "docker-containerd" or "docker-containe" => Containerd,
        "runc" or "docker-runc" or "crun" or "runc:[2:INIT]" or "runc:[1:CHILD]" or "runc:[0:PARENT]" or "docker-runc-cur" => Runc,
        "crio" => Crio,
        "conmon" or "conmonrs" => Conmon,
        "dbus-daemon" or "dbus-broker" or "dbus-broker-lau" => DbusDaemon,
        "systemd" or "init" => Systemd,
        _ when program.StartsWith("containerd-shim", StringComparison.Ordinal)
            || program.StartsWith("docker-containerd-shim", StringComparison.Ordinal)
            || program.StartsWith("docker-container", StringComparison.Ordinal) => Shim,
        _ when program.StartsWith("runc:[", StringComparison.Ordinal) => Runc,
        _ => null,
    };

    private static IEnumerable<string> Candidates(string? name, IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 0) yield return BaseName(arguments[0]);
        if (name is not null) yield return name;
    }

    private static string BaseName(string path) => path[(path.LastIndexOf('/') + 1)..].TrimEnd(':');
}
