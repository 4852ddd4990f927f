using System.Text;
using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>Evidence is told by its content: files under other names, in other folders, with other line ends come to the same.</summary>
public sealed class OtherNamesTests
{
    public static TheoryData<string> Cases => LabCorpusTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void NamesWithoutMeaning_KeepVerdictAndRoot(string name)
    {
        Random random = new(name.Length);
        AssertSame(name, files => files.Named(_ => RandomName(random)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NamesWithoutMeaningBesideProc_KeepVerdictAndRoot(string name)
    {
        Random random = new(name.Length);
        AssertSame(name, files => files.Named(p => p.Contains('/') ? p : RandomName(random)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FoldersFlattened_KeepVerdictAndRoot(string name) => AssertSame(name, files => files.Named(p => p.Replace('/', '-') + ".txt"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void DeeperFolder_KeepsVerdictAndRoot(string name) => AssertSame(name, files => files.Named(p => "ticket-4711/node1 (copy)/2026/" + p));

    [Theory]
    [MemberData(nameof(Cases))]
    public void WindowsLineEnds_KeepVerdictAndRoot(string name) =>
        AssertSame(name, files => files.Changed((p, bytes) => p.EndsWith("/cmdline", StringComparison.Ordinal) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\n", "\r\n"))));

    private static void AssertSame(string name, Func<CaseFiles, CaseFiles> change)
    {
        LabCase it = LabCase.Of(name);
        Report report = change(CaseFiles.Of(it)).Diagnose().Report;
        string said = $"{LabCase.VerdictOf(report)} {string.Join("; ", report.RootBlockers.Select(r => $"{CorpusRun.Words(r)} {r.Confidence}"))} {string.Join(" / ", report.Remarks)}";
        Assert.True(it.ScoreOf(report) == CaseScore.Right, said);
    }

    private static string RandomName(Random random) => string.Concat(Enumerable.Range(0, 12).Select(_ => (char)('a' + random.Next(26))));
}
