using System.Text.RegularExpressions;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>Versions wherever tools and logs print them: <c>docker version|info</c>, <c>uname -a</c>, <c>systemctl --version</c>, package lists, first log lines.</summary>
internal static partial class VersionFormat
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "versions";

    private const int MaxLineLength = 2000;

    private static readonly System.Buffers.SearchValues<string> Words = System.Buffers.SearchValues.Create(
        ["ersion", "systemd", "containerd", "runc", "docker", "kubelet", "PRETTY_NAME", "Linux ", "Operating System", "Docker daemon"], StringComparison.Ordinal);

    // A table: what a line must look like, and whose version it tells. Lines of "docker version" are read by their section.
    private static readonly (Regex Pattern, string Program)[] Signs =
    [
        (Uname(), Components.Kernel),
        (LinuxVersion(), Components.Kernel),
        (KernelVersion(), Components.Kernel),
        (SystemdRunning(), Components.Systemd),
        (SystemctlVersion(), Components.Systemd),
        (SystemdPackage(), Components.Systemd),
        (StartingContainerd(), Components.Containerd),
        (ContainerdVersion(), Components.Containerd),
        (ContainerdPackage(), Components.Containerd),
        (ServerVersion(), Components.Dockerd),
        (DockerVersion(), Components.Dockerd),
        (DockerDaemon(), Components.Dockerd),
        (DockerPackage(), Components.Dockerd),
        (RuncVersion(), Components.Runc),
        (RuncPackage(), Components.Runc),
        (KubeletVersion(), Components.Kubelet),
        (KubernetesVersion(), Components.Kubelet),
        (KubeletPackage(), Components.Kubelet),
        (CrioVersion(), Components.Crio),
        (OsName(), "os"),
    ];

    /// <summary>True when one of the lines stands in the text.</summary>
    public static bool Recognise(TextDocument text) => text.Lines.Any(line => VersionOf(line) is not null) || text.Lines.Any(IsDockerSection);

    /// <summary>Reads all of them.</summary>
    public static void Read(FormatInput input)
    {
        string? section = null;
        foreach (string line in input.Text.Lines)
        {
            if (VersionOf(line) is { } told)
            {
                VersionTold.Note(input.Snapshot, told.Program, told.Version);
                continue;
            }

            if (IsDockerSection(line)) section = line.Trim().TrimEnd(':');
            else if (line.Length > 0 && !char.IsWhiteSpace(line[0])) section = null;
            Match version = SectionVersion().Match(line);
            if (version.Success && section is not null && ProgramOf(section) is { } program) VersionTold.Note(input.Snapshot, program, version.Groups[1].Value);
        }
    }

    /// <summary>Versions told by a log's lines, wherever they are: the scanner does not look for them.</summary>
    public static (string Program, string Version)? VersionOf(string line)
    {
        if (line.Length is < 8 or > MaxLineLength || !line.AsSpan().ContainsAny(Words)) return null;
        foreach ((Regex pattern, string program) in Signs)
        {
            Match match = pattern.Match(line);
            if (match.Success) return (program, match.Groups[1].Value);
        }

        return null;
    }

    private static bool IsDockerSection(string line) => line.StartsWith(' ') && line.TrimEnd() is " Engine:" or " containerd:" or " runc:";

    private static string? ProgramOf(string section) => section switch
    {
        "Engine" => Components.Dockerd,
        "containerd" => Components.Containerd,
        "runc" => Components.Runc,
        _ => null,
    };

    [GeneratedRegex(@"^Linux \S+ (\d+\.\d+\S*) #", RegexOptions.CultureInvariant)]
    private static partial Regex Uname();

    [GeneratedRegex(@"\bLinux version (\d+\.\d+\S*) \(", RegexOptions.CultureInvariant)]
    private static partial Regex LinuxVersion();

    [GeneratedRegex(@"^\s*Kernel Version:\s+(\d+\.\d+\S*)", RegexOptions.CultureInvariant)]
    private static partial Regex KernelVersion();

    [GeneratedRegex(@"\bsystemd (\d{3}\S*) running in system mode", RegexOptions.CultureInvariant)]
    private static partial Regex SystemdRunning();

    [GeneratedRegex(@"^systemd (\d{3}(?: \([^)]+\))?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex SystemctlVersion();

    [GeneratedRegex(@"^(?:ii\s+systemd(?::\w+)?\s+|systemd-)(\d{3}[\w.~+:-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex SystemdPackage();

    [GeneratedRegex("\"?starting containerd\"?.*\\bversion\"?[=:]\"?v?([^\" ,}]+)", RegexOptions.CultureInvariant)]
    private static partial Regex StartingContainerd();

    [GeneratedRegex(@"^containerd (?:github\.com/containerd/containerd\S*|containerd\.io) v?(\d\S*)", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerdVersion();

    [GeneratedRegex(@"^(?:ii\s+(?:containerd|containerd\.io)(?::\w+)?\s+|containerd(?:\.io)?-)(\d[\w.~+:-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerdPackage();

    [GeneratedRegex(@"^\s*Server Version:\s+(\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex ServerVersion();

    [GeneratedRegex(@"^Docker version (\d[^, ]*)", RegexOptions.CultureInvariant)]
    private static partial Regex DockerVersion();

    [GeneratedRegex("msg=\"Docker daemon\".*\\bversion=\"?([^\" ]+)", RegexOptions.CultureInvariant)]
    private static partial Regex DockerDaemon();

    [GeneratedRegex(@"^(?:ii\s+(?:docker\.io|docker-ce|docker-engine)(?::\w+)?\s+|docker-(?:ce|engine)-)(\d[\w.~+:-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex DockerPackage();

    [GeneratedRegex(@"^runc version v?(\d\S*)", RegexOptions.CultureInvariant)]
    private static partial Regex RuncVersion();

    [GeneratedRegex(@"^(?:ii\s+runc(?::\w+)?\s+|runc-)(\d[\w.~+:-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex RuncPackage();

    [GeneratedRegex("\\bKubelet [Vv]ersion:?\"?\\s*(?:kubeletVersion=)?\"?v?(\\d[^\" ]*)", RegexOptions.CultureInvariant)]
    private static partial Regex KubeletVersion();

    [GeneratedRegex(@"^Kubernetes v(\d\S*)", RegexOptions.CultureInvariant)]
    private static partial Regex KubernetesVersion();

    [GeneratedRegex(@"^(?:ii\s+kubelet(?::\w+)?\s+|kubelet-)(\d[\w.~+:-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex KubeletPackage();

    [GeneratedRegex(@"^crio version v?(\d\S*)", RegexOptions.CultureInvariant)]
    private static partial Regex CrioVersion();

    [GeneratedRegex("^(?:PRETTY_NAME=\"| Operating System: )([^\"]+)\"?$", RegexOptions.CultureInvariant)]
    private static partial Regex OsName();

    [GeneratedRegex(@"^\s+Version:\s+v?(\d\S*)", RegexOptions.CultureInvariant)]
    private static partial Regex SectionVersion();
}
