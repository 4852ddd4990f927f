using System.Diagnostics;

namespace Unknot.Lab.Tests;

/// <summary>Calls of <c>lab/lab</c>.</summary>
internal static class LabCommand
{
    private static readonly string s_root = FindRoot();

    /// <summary>The repository.</summary>
    public static string Root => s_root;

    /// <summary>Why the lab cannot be used here; null when it can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>Runs a verb and gives what it printed; throws with its error text when it failed.</summary>
    public static string Run(params IEnumerable<string> words)
    {
        (int code, string output, string error) = TryRun(words);
        return code == 0 ? output : throw new InvalidOperationException($"lab/lab {string.Join(' ', words)}: exit code {code}\n{error}{output}");
    }

    /// <summary>Runs a verb.</summary>
    public static (int Code, string Output, string Error) TryRun(IEnumerable<string> words)
    {
        ProcessStartInfo start = new(Path.Combine(s_root, "lab", "lab"), words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["UNKNOT_LAB_DIR"] = StateFolder;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>The <c>key=value</c> lines of an output.</summary>
    public static Dictionary<string, string> Facts(string output)
    {
        Dictionary<string, string> facts = [];
        foreach (string line in output.Split('\n'))
        {
            if (line.IndexOf('=') is var at and > 0) facts.TryAdd(line[..at], line[(at + 1)..].Trim());
        }

        return facts;
    }

    private static string StateFolder { get; } = Path.Combine(Path.GetTempPath(), $"unknot-lab-{Environment.ProcessId}");

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Unknot.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"no Unknot.slnx above {AppContext.BaseDirectory}");
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux()) return "the lab needs Linux";
        if (Environment.UserName != "root") return "the lab needs root: it makes namespaces";
        if (!File.Exists("/etc/debian_version")) return "the lab is made of Debian's packages";
        (int code, string output, string error) = TryRun(["prepare"]);
        return code == 0 ? null : $"lab/lab prepare failed: {(error + output).Trim().Split('\n')[^1]}";
    }
}
