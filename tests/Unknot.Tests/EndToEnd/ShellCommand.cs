using System.Diagnostics;

namespace Unknot.Tests.EndToEnd;

/// <summary>Runs a line of shell, for what only a shell or a namespace of its own can set up.</summary>
internal static class ShellCommand
{
    /// <summary>Runs a line as it is.</summary>
    public static ProgramRun Run(string line) => Run("/bin/sh", "-c", line);

    /// <summary>Runs a line in a mount namespace of its own: what it mounts, nobody else sees, and it goes with it.</summary>
    public static ProgramRun RunWithOwnMounts(string line)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root on Linux, for a mount namespace of its own");
        if (Run("unshare", "-m", "true").ExitCode != 0) Assert.Skip("a mount namespace cannot be had here (unshare -m)");
        return Run("unshare", "-m", "--propagation", "private", "/bin/sh", "-c", line);
    }

    private static ProgramRun Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{string.Join(' ', arguments)} did not end within a minute");
        }

        return new ProgramRun(process.ExitCode, output.Result, error.Result);
    }
}
