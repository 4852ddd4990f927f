namespace Unknot.Node.Tests.Dumps;

/// <summary>A program with a daemon's name that is none: bash, or sleep, in a folder of the test's own.</summary>
internal sealed class FakeDaemon : IDisposable
{
    private readonly StartedProcess _process;

    private FakeDaemon(StartedProcess process) => _process = process;

    public int Pid => _process.Pid;

    /// <summary>False when it has ended.</summary>
    public bool IsAlive => File.Exists($"/proc/{Pid}/exe") && !File.ReadAllText($"/proc/{Pid}/stat").Contains(") Z ");

    /// <summary>sleep, which SIGUSR1 ends.</summary>
    public static FakeDaemon Deaf(TemporaryFolder folder, string name)
    {
        string program = Program(folder, "/bin/sleep", name);
        FakeDaemon daemon = new(StartedProcess.Start("/bin/sh", ["-c", "echo ready; exec \"$0\" 1000", program], "ready"));
        Assert.True(SpinWait.SpinUntil(() => new FileInfo($"/proc/{daemon.Pid}/exe").LinkTarget == program, TimeSpan.FromSeconds(10)));
        return daemon;
    }

    /// <summary>bash that runs a script at each SIGUSR1.</summary>
    /// <param name="folder">For the program.</param>
    /// <param name="name">Its name.</param>
    /// <param name="script">What it does at the signal.</param>
    /// <param name="arguments">Its command line.</param>
    public static FakeDaemon Writing(TemporaryFolder folder, string name, string script, params IEnumerable<string> arguments) => new(StartedProcess.Start(
        Program(folder, "/bin/bash", name),
        [folder.Write($"{name}.sh", $"dump() {{\n{script}\n}}\ntrap dump USR1\necho ready\nwhile :; do sleep 0.02; done\n"), .. arguments],
        "ready",
        ("TMPDIR", folder.Path)));

    public void Signal(string name) => _process.Signal(name);

    public void Dispose() => _process.Dispose();

    private static string Program(TemporaryFolder folder, string of, string name)
    {
        string program = folder.File(name);
        File.Copy(of, program);
        return program;
    }
}
