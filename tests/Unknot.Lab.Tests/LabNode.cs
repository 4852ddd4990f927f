using System.Diagnostics;
using System.Text.Json;

namespace Unknot.Lab.Tests;

/// <summary>A node of the lab with the program in it; gone when disposed.</summary>
internal sealed class LabNode : IDisposable
{
    private const string Program = "/opt/unknot";
    private readonly string _name;

    private readonly string _root;

    private LabNode(string name, string root) => (_name, _root) = (name, root);

    private static string ProgramFolder => Environment.GetEnvironmentVariable("UNKNOT_BINARY") is { } binary ? Path.GetDirectoryName(binary)! : Path.Combine(LabCommand.Root, "artifacts", "unknot");

    /// <summary>Brings a node up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Options of <c>lab/lab up</c>.</param>
    public static LabNode Up(string name, params IEnumerable<string> options)
    {
        if (LabCommand.Missing is { } missing) Assert.Skip(missing);
        Dictionary<string, string> facts = LabCommand.Facts(LabCommand.Run(["up", name, .. options]));
        LabNode node = new(name, $"/proc/{facts["pid"]}/root");
        try
        {
            CopyProgram(node._root + Program);
        }
        catch
        {
            node.Dispose();
            throw;
        }

        return node;
    }

    /// <summary>Wedges the node.</summary>
    public Dictionary<string, string> Wedge(string wedge) => LabCommand.Facts(LabCommand.Run("wedge", _name, wedge));

    /// <summary>Frees it again.</summary>
    public void Unwedge(string wedge) => LabCommand.Run("unwedge", _name, wedge);

    /// <summary>Lets workers start, stop and exec containers all the time.</summary>
    public void Load(int workers) => LabCommand.Run("load", _name, workers.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Runs a command in the node.</summary>
    public (int Code, string Output, string Error) Run(params IEnumerable<string> words) => LabCommand.TryRun(["exec", _name, .. words]);

    /// <summary>Diagnoses the node from within.</summary>
    public LabReport Diagnose(params IEnumerable<string> options)
    {
        long start = Stopwatch.GetTimestamp();
        (int code, string output, string error) = Run([$"{Program}/unknot", "diagnose", "--format", "json", .. options]);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.True(output.StartsWith('{'), $"unknot diagnose in the node: exit code {code}, no report\n{error}{output}");
        return new LabReport(JsonDocument.Parse(output).RootElement, code, took);
    }

    /// <summary>Diagnoses a file of the node on this machine, outside of it.</summary>
    public (int Code, string Output, string Error) RunElsewhere(string file)
    {
        ProcessStartInfo start = new(Path.Combine(ProgramFolder, "unknot"), ["diagnose", "--format", "json", _root + file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    public void Dispose() => LabCommand.TryRun(["down", _name]);

    private static void CopyProgram(string folder)
    {
        Directory.CreateDirectory(folder);
        string from = ProgramFolder;
        if (!File.Exists(Path.Combine(from, "unknot"))) Assert.Skip($"no program in {from}: run ./test, which builds it");
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }
}
