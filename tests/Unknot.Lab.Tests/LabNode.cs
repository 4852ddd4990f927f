using System.Diagnostics;
using System.Text.Json;

namespace Unknot.Lab.Tests;

/// <summary>A node of the lab with the program in it; gone when disposed.</summary>
internal sealed class LabNode : IDisposable
{
    private const string Program = "/opt/unknot";
    private readonly string _name;

    private LabNode(string name) => _name = name;

    /// <summary>Brings a node up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Options of <c>lab/lab up</c>.</param>
    public static LabNode Up(string name, params IEnumerable<string> options)
    {
        if (LabCommand.Missing is { } missing) Assert.Skip(missing);
        Dictionary<string, string> facts = LabCommand.Facts(LabCommand.Run(["up", name, .. options]));
        LabNode node = new(name);
        try
        {
            CopyProgram($"/proc/{facts["pid"]}/root{Program}");
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

    public void Dispose() => LabCommand.TryRun(["down", _name]);

    private static void CopyProgram(string folder)
    {
        Directory.CreateDirectory(folder);
        string? binary = Environment.GetEnvironmentVariable("UNKNOT_BINARY");
        string from = binary is null ? Path.Combine(LabCommand.Root, "artifacts", "unknot") : Path.GetDirectoryName(binary)!;
        if (!File.Exists(Path.Combine(from, "unknot"))) Assert.Skip($"no program in {from}: run ./test, which builds it");
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }
}
