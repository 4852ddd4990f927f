using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>
/// What a public case must come to: a line of <c>tests/corpus/public-expectations.tsv</c>, where the columns are explained. The cases
/// themselves are not in the repository.
/// </summary>
internal sealed record PublicExpectation(
    string Name, IReadOnlyList<string> Verdicts, IReadOnlyList<RootPattern> Roots, IReadOnlyList<string> Also, CaseScore Score, string Why)
{
    private static readonly Lazy<PublicExpectation[]> s_all = new(() =>
        [.. File.ReadLines(Repository.PathOf("tests", "corpus", "public-expectations.tsv")).Where(l => l.Length > 0 && l[0] != '#').Select(Parse)]);

    public static IReadOnlyList<PublicExpectation> All => s_all.Value;

    /// <summary><c>../shared/cases/public</c>; null where it is absent.</summary>
    public static string? Folder { get; } = FindFolder();

    public static PublicExpectation Of(string name) => s_all.Value.Single(e => e.Name == name);

    public CaseScore ScoreOf(Report report)
    {
        IReadOnlyList<ReportRoot> named = report.RootBlockers;
        bool isWrong = Unsettled(report).Any() || (named.Count > 0 && !Roots.Any(p => p.Matches(named[0])));
        if (isWrong || (report.Verdict != Verdict.Undetermined && !Verdicts.Contains(LabCase.VerdictOf(report)))) return CaseScore.Wrong;
        bool isWhole = Verdicts.Contains(LabCase.VerdictOf(report)) && Roots.Where(p => !p.IsOptional).All(p => named.Any(p.Matches)) && Also.All(a => Says(report, a));
        return isWhole ? CaseScore.Right : CaseScore.Undetermined;
    }

    /// <summary>Roots given for sure that nobody has settled: there must be none, whatever the expected score.</summary>
    public IEnumerable<ReportRoot> Unsettled(Report report) => report.RootBlockers.Where(r => r.Confidence >= CorpusRun.Sure && !Roots.Any(p => p.Matches(r)));

    private static bool Says(Report report, string also) => also.Split('=', 2) switch
    {
        ["finding", var reason] => report.Findings.Any(f => f.Reason == reason && f.Certainty == "matched"),
        ["remark", var words] => report.Remarks.Any(r => r.Contains(words, StringComparison.Ordinal)),
        _ => throw new FormatException($"public-expectations.tsv: neither finding= nor remark=: {also}"),
    };

    private static PublicExpectation Parse(string line)
    {
        string[] columns = line.Split('\t');
        if (columns.Length != 6) throw new FormatException($"public-expectations.tsv: not six columns: {line}");
        return new PublicExpectation(columns[0], columns[2].Split('|'), [.. List(columns[3]).Select(RootPattern.Parse)], List(columns[4]), Enum.Parse<CaseScore>(columns[1], ignoreCase: true), columns[5]);
    }

    private static string[] List(string column) => column == "-" ? [] : column.Split(';', StringSplitOptions.TrimEntries);

    private static string? FindFolder()
    {
        // A worktree lies one folder deeper than a clone.
        for (DirectoryInfo? folder = new DirectoryInfo(Repository.Root).Parent; folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "cases", "public");
            if (Directory.Exists(path)) return path;
        }

        return null;
    }
}
