using System.Globalization;
using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>Writes <c>artifacts/corpus-table.txt</c>, which <c>./test corpus</c> prints: case by case, always in the same order.</summary>
public sealed class ScoreTableTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void EveryCase_HasALine()
    {
        Heading("lab", "recorded by us");
        foreach (LabCase it in LabCase.All) Line(it.Name, it.Run, it.ScoreOf(it.Run.Report));
        Heading("public", PublicExpectation.Folder is null ? PublicRuns.Absent : "incidents of others");
        foreach (PublicExpectation it in PublicExpectation.Folder is null ? [] : PublicExpectation.All)
        {
            CorpusRun run = PublicRuns.Of(it.Name);
            Line(it.Name, run, it.ScoreOf(run.Report));
        }

        Targets();
        Directory.CreateDirectory(Repository.PathOf("artifacts"));
        File.WriteAllText(Repository.PathOf("artifacts", "corpus-table.txt"), string.Join('\n', _lines) + "\n");
        Assert.All(LabCase.All, c => Assert.Single(_lines, l => l.StartsWith(c.Name + " ", StringComparison.Ordinal)));
    }

    private void Heading(string corpus, string what)
    {
        if (_lines.Count > 0) _lines.Add("");
        _lines.Add($"{corpus}: {what}");
    }

    private void Line(string name, CorpusRun run, CaseScore score)
    {
        ReportRoot? root = run.Root;
        string shown = name.Length > 38 ? name[..37] + "…" : name;
        string sure = root is null ? "-" : root.Confidence.ToString("0.00", CultureInfo.InvariantCulture);
        _lines.Add($"{shown,-39}{LabCase.VerdictOf(run.Report),-13}{score.ToString().ToLowerInvariant(),-13}{sure,-6}{Milliseconds(run.Time),7}  {CorpusRun.Words(root)}");
    }

    private void Targets()
    {
        Heading("targets", "dumps of programs that hang on purpose (tests/targets), by what hangs");
        foreach (IGrouping<string, TargetDump> target in TargetDump.All.GroupBy(d => d.Target).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            int Count(CaseScore score) => target.Count(d => d.Score == score);
            _lines.Add($"{target.Key,-39}{target.Count(),3} dumps: {Count(CaseScore.Right),2} right, {Count(CaseScore.Undetermined)} undetermined, {Count(CaseScore.Wrong)} wrong  {Milliseconds(target.Max(d => d.Run.Time)),7} at most");
        }
    }

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms";
}
