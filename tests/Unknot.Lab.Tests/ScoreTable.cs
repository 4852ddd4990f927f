using System.Globalization;
using Unknot.Lab.Tests;

[assembly: AssemblyFixture(typeof(ScoreTable))]

namespace Unknot.Lab.Tests;

/// <summary>The table that <c>./test lab</c> prints: one line for each wedge. Written when all have run.</summary>
public sealed class ScoreTable : IDisposable
{
    private readonly SortedDictionary<string, string> _lines = new(StringComparer.Ordinal);

    internal void Add(string runtime, string wedge, Dictionary<string, string> facts, LabReport report, string? wrong)
    {
        string root = report.Roots.Count == 0 ? "none" : string.Join(" + ", report.Roots.Select(r => $"{r.GetProperty("component").GetString()} ({r.GetProperty("reason").GetString()}, {r.GetProperty("confidence").GetDouble().ToString("0.00", CultureInfo.InvariantCulture)})"));
        string hangs = facts.GetValueOrDefault("hangs") ?? "";
        lock (_lines) _lines[$"{runtime} {wedge}"] = $"| {runtime} | {wedge} | {hangs} | {report.Verdict} | {root} | {report.Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s | {wrong ?? "right"} |";
    }

    public void Dispose()
    {
        if (_lines.Count == 0) return;
        string file = Path.Combine(LabCommand.Root, "artifacts", "lab-table.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, ["| runtime | wedge | what hangs | verdict | root (reason, confidence) | time | |", "| --- | --- | --- | --- | --- | --- | --- |", .. _lines.Values]);
    }
}
