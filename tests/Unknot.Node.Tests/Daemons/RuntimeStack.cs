using System.Diagnostics;
using System.Globalization;
using Unknot.Node.Linux;

namespace Unknot.Node.Tests.Daemons;

/// <summary>
/// Debian's real containerd and dockerd with roots, sockets and containers of their own in a temporary folder. One for all tests that ask and do not
/// change it; ended with all that it started, by pid.
/// </summary>
public sealed class RuntimeStack : IDisposable
{
    private readonly List<Process> _daemons = [];
    private readonly HashSet<int> _shims = [];
    private readonly TemporaryFolder? _folder;

    public RuntimeStack()
    {
        Absent = ReasonForAbsence();
        if (Absent is not null) return;
        _folder = new TemporaryFolder();
        try
        {
            Start();
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException)
        {
            Absent = $"the daemons do not run on this machine: {error.Message}";
            End();
        }
    }

    /// <summary>Why it is not there; null when it is.</summary>
    public string? Absent { get; private set; }

    public int ContainerdPid => _daemons[0].Id;

    public int DockerdPid => _daemons[1].Id;

    /// <summary>Where dockerd keeps what runs.</summary>
    public string ExecRoot => _folder!.File("d-run");

    public string DockerSocket => _folder!.File("docker.sock");

    /// <summary>A running container that tests may wedge for a while.</summary>
    public string Victim { get; private set; } = "";

    /// <summary>A running container that is left alone.</summary>
    public string Bystander { get; private set; } = "";

    /// <summary>Skips the test where the stack is absent.</summary>
    public RuntimeStack Required()
    {
        if (Absent is not null) Assert.Skip(Absent);
        return this;
    }

    /// <summary>Pid of a container's shim.</summary>
    public int ShimOf(string container) => Shims().First(s => CommandLine(s).Contains(container, StringComparison.Ordinal));

    /// <summary>Runs docker's own client against this dockerd.</summary>
    public string Docker(params string[] arguments) => Run("docker", ["-H", "unix://" + DockerSocket, .. arguments]);

    /// <summary>Starts docker's client and does not wait for it.</summary>
    public Process DockerInBackground(params string[] arguments) => Begin("docker", ["-H", "unix://" + DockerSocket, .. arguments]);

    /// <summary>Sends a signal to a process of this stack.</summary>
    public static void Signal(int pid, string name) => Run("kill", ["-" + name, pid.ToString(CultureInfo.InvariantCulture)]);

    public void Dispose() => End();

    private static string? ReasonForAbsence()
    {
        if (LinuxCalls.EffectiveUid() != 0) return "needs root: it starts containerd and dockerd";
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return Array.Find(["containerd", "dockerd", "docker", "runc", "busybox", "tar"], p => !path.Any(f => File.Exists(Path.Combine(f, p)))) is { } missing ? $"needs {missing} (Debian: docker.io, containerd, runc, busybox-static)" : null;
    }

    private void Start()
    {
        // Its log in a file: the shims' dumps are read from there. exec keeps the pid.
        _daemons.Add(Begin("sh", ["-c", $"exec containerd \"$@\" 2>{_folder!.File("c.log")}", "containerd", "--root", _folder.File("c"), "--state", _folder.File("c-run"), "--address", _folder.File("c.sock"), "--config", "/dev/null"]));
        Await(() => File.Exists(_folder.File("c.sock")), "containerd's socket");
        _daemons.Add(Begin("dockerd", ["--containerd", _folder.File("c.sock"), "-H", "unix://" + DockerSocket, "--data-root", _folder.File("d"), "--exec-root", _folder.File("d-run"),
            "-p", _folder.File("d.pid"), "--bridge=none", "--iptables=false"]));
        Await(() => File.Exists(DockerSocket) && TryDocker("version"), "dockerd's answer");
        string image = _folder.File("image/bin");
        Directory.CreateDirectory(image);
        File.Copy(Run("which", ["busybox"]).Trim(), Path.Combine(image, "sleep"));
        Run("tar", ["-C", _folder.File("image"), "-cf", _folder.File("image.tar"), "."]);
        Docker("import", _folder.File("image.tar"), "bb:1");
        Victim = Docker("run", "-d", "--net=none", "--name", "victim", "bb:1", "/bin/sleep", "10000").Trim();
        Bystander = Docker("run", "-d", "--net=none", "--name", "bystander", "--label", "io.kubernetes.pod.name=cart-0", "--label", "io.kubernetes.pod.namespace=shop", "bb:1", "/bin/sleep", "10000").Trim();
        _shims.UnionWith(Shims());
    }

    private void End()
    {
        if (_folder is null) return;
        foreach (int shim in _shims) TryRun("kill", "-CONT", shim.ToString(CultureInfo.InvariantCulture));
        if (_daemons.Count > 1 && Victim.Length > 0) TryRun("docker", "-H", "unix://" + DockerSocket, "kill", Victim, Bystander);
        foreach (Process daemon in Enumerable.Reverse(_daemons))
        {
            TryRun("kill", daemon.Id.ToString(CultureInfo.InvariantCulture));
            if (!daemon.WaitForExit(TimeSpan.FromSeconds(20))) daemon.Kill();
        }

        foreach (int shim in _shims.Where(s => CommandLine(s).Contains(_folder.Path, StringComparison.Ordinal))) TryRun("kill", "-KILL", shim.ToString(CultureInfo.InvariantCulture));
        foreach (string mount in File.ReadLines("/proc/mounts").Select(l => l.Split(' ')[1]).Where(m => m.StartsWith(_folder.Path + "/", StringComparison.Ordinal)).ToList()) TryRun("umount", "-l", mount);
        _folder.Dispose();
    }

    private IEnumerable<int> Shims() =>
        Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out int pid) ? pid : 0).Where(p => p > 0 && CommandLine(p) is var line
            && line.Contains("containerd-shim", StringComparison.Ordinal) && line.Contains(_folder!.File("c.sock"), StringComparison.Ordinal));

    private static string CommandLine(int pid) => System.Text.Encoding.UTF8.GetString(ProcFile.Read($"/proc/{pid}/cmdline", out _));

    private bool TryDocker(string verb) => TryRun("docker", "-H", "unix://" + DockerSocket, verb);

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            Run(program, arguments);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Run(string program, string[] arguments)
    {
        using Process process = Begin(program, arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}: {process.StandardError.ReadToEnd()}");
    }

    private static Process Begin(string program, string[] arguments)
    {
        Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        if (program is not ("sh" or "dockerd")) return process;
        // Their logs are read away, so that a full pipe does not stop them.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Await(Func<bool> condition, string what)
    {
        for (int i = 0; i < 300; i++)
        {
            if (condition()) return;
            if (_daemons.Exists(d => d.HasExited)) throw new InvalidOperationException($"a daemon ended before {what} was there");
            Thread.Sleep(100);
        }

        throw new TimeoutException($"{what} was not there after 30 s");
    }
}
