using System.Text.Json;
using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>A case folder of <c>tests/corpus</c>: <c>case.md</c>, <c>truth.json</c>, <c>input/</c>.</summary>
internal sealed class LabCase
{
    private static readonly Lazy<LabCase[]> s_all = new(() =>
        [.. Directory.EnumerateFiles(Repository.PathOf("tests", "corpus"), "truth.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(t => new LabCase(t))]);

    private readonly Lazy<CorpusRun> _run;

    private LabCase(string truth)
    {
        string folder = Path.GetDirectoryName(truth)!;
        Name = Path.GetFileName(folder);
        Input = Path.Combine(folder, "input");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(truth));
        JsonElement root = document.RootElement;
        Verdict = root.GetProperty("verdict").GetString()!;
        RootPids = [.. Items(root, "rootPids").Select(e => e.GetInt32())];
        RootComponents = [.. Items(root, "rootComponents").Select(e => e.GetString()!)];
        ContainerIds = [.. Items(root, "containerIds").Select(e => e.GetString()!)];
        _run = new Lazy<CorpusRun>(() => CorpusRun.Of(Input));
    }

    public static IReadOnlyList<LabCase> All => s_all.Value;

    public string Name { get; }

    public string Input { get; }

    public string Verdict { get; }

    public IReadOnlyList<int> RootPids { get; }

    public IReadOnlyList<string> RootComponents { get; }

    public IReadOnlyList<string> ContainerIds { get; }

    /// <summary>The diagnosis of <c>input/</c>, made once.</summary>
    public CorpusRun Run => _run.Value;

    public static LabCase Of(string name) => All.Single(c => c.Name == name);

    public static string VerdictOf(Report report) => report.Verdict.ToString().ToLowerInvariant();

    /// <summary>Whether a root is the one of the truth.</summary>
    public bool IsRoot(ReportRoot root) =>
        root.Pid is { } pid ? RootPids.Contains(pid) : RootComponents.Contains(root.Component);

    public CaseScore ScoreOf(Report report)
    {
        if (report.RootBlockers.Any(r => r.Confidence >= CorpusRun.Sure && !IsRoot(r))) return CaseScore.Wrong;
        if (VerdictOf(report) != Verdict) return report.Verdict == Diagnosis.Reports.Verdict.Undetermined ? CaseScore.Undetermined : CaseScore.Wrong;
        if (Verdict != "knotted") return report.RootBlockers.Count == 0 ? CaseScore.Right : CaseScore.Wrong;
        return report.RootBlockers.Count > 0 && IsRoot(report.RootBlockers[0]) ? CaseScore.Right : CaseScore.Wrong;
    }

    public override string ToString() => Name;

    private static IEnumerable<JsonElement> Items(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : [];
}
