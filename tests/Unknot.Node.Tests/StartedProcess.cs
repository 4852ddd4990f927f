using System.Diagnostics;
using System.Globalization;

namespace Unknot.Node.Tests;

/// <summary>A program that a test started, and ends by its pid.</summary>
internal sealed class StartedProcess : IDisposable
{
    private readonly Process _process;
    private bool _isEnded;

    private StartedProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>Starts a program and waits for a line of its output.</summary>
    public static StartedProcess Start(string program, IReadOnlyList<string> arguments, string readyLine, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        StartedProcess started = new(Process.Start(start)!);
        while (started._process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains(readyLine, StringComparison.Ordinal)) return started;
        }

        started.Dispose();
        throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended before it said {readyLine}");
    }

    /// <summary>Sends a signal by name.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("/bin/kill", ["-" + name, Pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (_isEnded) return;
        _isEnded = true;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
