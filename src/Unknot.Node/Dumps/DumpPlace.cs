using System.Text;
using System.Text.Json;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Daemons;
using Unknot.Node.Linux;

namespace Unknot.Node.Dumps;

/// <summary>Where a daemon writes its dump when it gets SIGUSR1.</summary>
/// <param name="Folder">Folder, as the daemon names it.</param>
/// <param name="Begin">How the file's name begins.</param>
/// <param name="End">How it ends.</param>
internal sealed record DumpPlace(string Folder, string Begin, string End)
{
    private const string DefaultExecRoot = "/var/run/docker", DefaultConfiguration = "/etc/docker/daemon.json", DefaultTemporary = "/tmp";
    private const int MaxConfiguration = 1 << 20;

    /// <summary>dockerd: its exec-root (moby <c>daemon.setupDumpStackTrap</c>); containerd: its temporary folder (<c>cmd/containerd/command.dumpStacks</c>).</summary>
    public static DumpPlace Of(string procRoot, ProcessRecord process, string component) => component == Components.Dockerd
        ? new DumpPlace(ExecRoot(procRoot, process), "goroutine-stacks-", ".log")
        : new DumpPlace(TemporaryFolder(procRoot, process.Pid), $"containerd.{process.NamespacePids?[^1] ?? process.Pid}.stacks.log", "");

    /// <summary>True for a name that such a dump may have.</summary>
    public bool Has(string name) => name.StartsWith(Begin, StringComparison.Ordinal) && name.EndsWith(End, StringComparison.Ordinal);

    private static string ExecRoot(string procRoot, ProcessRecord process) =>
        DaemonArguments.Value(process.Arguments, "--exec-root") ?? Configured(procRoot, process) ?? DefaultExecRoot;

    private static string? Configured(string procRoot, ProcessRecord process)
    {
        string path = DaemonArguments.Value(process.Arguments, "--config-file") ?? DefaultConfiguration;
        int fd = NodePath.Open(procRoot, process.Pid, path, LinuxCalls.ReadOnly | LinuxCalls.NonBlocking, out _);
        if (fd < 0) return null;
        try
        {
            string link = $"/proc/self/fd/{fd}";
            if (FileIdentity.Of(link) is not { IsRegular: true, Size: <= MaxConfiguration }) return null;
            using JsonDocument json = JsonDocument.Parse(ProcFile.Read(link, out _).ToArray());
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("exec-root", out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            // dockerd would not have started with it: it has been changed since.
            return null;
        }
        finally
        {
            _ = LinuxCalls.Close(fd);
        }
    }

    /// <summary><c>os.TempDir</c>. Of the environment nothing else is looked at: it may hold secrets.</summary>
    private static string TemporaryFolder(string procRoot, int pid)
    {
        ReadOnlySpan<byte> environment = ProcFile.Read($"{procRoot}/{pid}/environ", out _);
        foreach (Range range in environment.Split((byte)0))
        {
            if (environment[range].StartsWith("TMPDIR=/"u8)) return Encoding.UTF8.GetString(environment[range]["TMPDIR=".Length..]);
        }

        return DefaultTemporary;
    }
}
