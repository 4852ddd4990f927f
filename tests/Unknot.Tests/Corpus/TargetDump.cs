using System.Text.Json;
using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>A recorded dump of a program of <c>tests/targets</c> that hangs on purpose, with what it says of itself (<c>tests/targets/README.md</c>).</summary>
internal sealed class TargetDump
{
    private static readonly Lazy<TargetDump[]> s_all = new(() => [.. Directory.EnumerateFiles(Repository.PathOf("tests", "corpus", "targets"), "*.txt", SearchOption.AllDirectories)
        .Where(f => !f.Contains(".debug", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(f => new TargetDump(f))]);

    private readonly Lazy<CorpusRun> _run;
    private readonly HashSet<long> _roots, _waiters;
    private readonly string _shape;

    private TargetDump(string file)
    {
        Target = Path.GetFileName(Path.GetDirectoryName(file)!);
        Name = $"{Target}/{Path.GetFileName(file)}";
        string truth = file.Replace(".quit.txt", ".txt", StringComparison.Ordinal)[..^".txt".Length] + ".truth.json";
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(truth.Replace(".quit.", ".", StringComparison.Ordinal)));
        JsonElement root = document.RootElement;
        _shape = root.GetProperty("shape").GetString()!;
        _roots = [.. Ids(root, "roots")];
        _waiters = [.. Items(root, "locks").SelectMany(l => Ids(l, "waiters"))];
        _run = new Lazy<CorpusRun>(() => CorpusRun.Of(file));
    }

    public static IReadOnlyList<TargetDump> All => s_all.Value;

    public string Target { get; }

    public string Name { get; }

    public CorpusRun Run => _run.Value;

    public CaseScore Score
    {
        get
        {
            Report report = Run.Report;
            if (_shape == "idle") return report.RootBlockers.Count == 0 && report.Verdict != Verdict.Knotted ? CaseScore.Right : CaseScore.Wrong;
            if (report.RootBlockers.Any(r => !IsRoot(r)) || report.Verdict == Verdict.Clear) return CaseScore.Wrong;
            // A circle is named by one of its members; else every one to blame is named.
            bool isWhole = _shape == "cycle" ? report.RootBlockers.Count > 0 : report.RootBlockers.Count >= Math.Max(1, _roots.Count);
            return isWhole ? CaseScore.Right : CaseScore.Undetermined;
        }
    }

    public bool IsRoot(ReportRoot root) => _shape switch
    {
        "leaked" => root.Reason == "LockLeaked",
        "no-partner" => root.Goroutine is { } sender && _waiters.Contains(sender),
        "never-signalled" => root.Reason == "ConditionNeverSignalled" || (root.Goroutine is { } waiter && _waiters.Contains(waiter)),
        _ => root.Goroutine is { } goroutine && _roots.Contains(goroutine),
    };

    private static IEnumerable<JsonElement> Items(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static IEnumerable<long> Ids(JsonElement root, string name) => Items(root, name).Select(e => e.GetInt64());
}
