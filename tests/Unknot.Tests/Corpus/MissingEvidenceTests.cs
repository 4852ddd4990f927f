using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>With evidence missing or cut a diagnosis may get less sure, or stay open: it never names somebody else for sure.</summary>
public sealed class MissingEvidenceTests
{
    // What an engineer may have sent alone.
    private static readonly (string What, Func<string, bool> IsKept)[] s_parts =
    [
        ("dumps", IsDump),
        ("dockerd's dump", p => IsDump(p) && p.Contains("dockerd", StringComparison.Ordinal)),
        ("dumps and ps", p => IsDump(p) || p == "ps.txt"),
        ("dumps, ps and ss", p => IsDump(p) || p is "ps.txt" or "ss-xp.txt"),
        ("dumps and logs", p => p.EndsWith(".log", StringComparison.Ordinal)),
        ("logs", p => p.EndsWith(".log", StringComparison.Ordinal) && !IsDump(p)),
        ("ps and ss", p => p is "ps.txt" or "ps-threads.txt" or "ss-xp.txt"),
        ("/proc", p => p.StartsWith("proc.", StringComparison.Ordinal)),
        ("ps", p => p == "ps.txt"),
    ];

    public static TheoryData<string> Cases => LabCorpusTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyFileMissing_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        AssertHarmless(name, files.Files.Select(f => (f.Path, files.Without(p => p == f.Path))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyProcessOrKindMissing_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        string[] inProc = [.. files.Files.Select(f => f.Path).Where(p => p.StartsWith("proc.", StringComparison.Ordinal))];
        IEnumerable<(string, CaseFiles)> processes = inProc.Select(p => p.Split('/')[0] + "/").Distinct().Select(d => (d, files.Without(p => p.StartsWith(d, StringComparison.Ordinal))));
        IEnumerable<(string, CaseFiles)> kinds = inProc.Select(p => "/" + p.Split('/')[1]).Distinct().Select(k => (k, files.Without(p => p.EndsWith(k, StringComparison.Ordinal))));
        AssertHarmless(name, processes.Concat(kinds));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PartOfTheEvidence_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        AssertHarmless(name, s_parts.Select(part => ("only " + part.What, files.Without(p => !part.IsKept(p)))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyFileCut_NeverMakesAnotherRootSure(string name)
    {
        CaseFiles files = CaseFiles.Of(LabCase.Of(name));
        IEnumerable<string> cut = files.Files.Select(f => f.Path).Where(p => !p.Contains('/'));
        AssertHarmless(name, cut.SelectMany(c => new[]
        {
            (c + " first half", files.Changed((p, bytes) => p == c ? bytes[..(bytes.Length / 2)] : bytes)),
            (c + " second half", files.Changed((p, bytes) => p == c ? bytes[(bytes.Length / 2)..] : bytes)),
        }));
    }

    private static void AssertHarmless(string name, IEnumerable<(string What, CaseFiles Files)> variants)
    {
        LabCase it = LabCase.Of(name);
        List<string> harm = [];
        foreach ((string what, CaseFiles files) in variants)
        {
            Report report = files.Diagnose().Report;
            harm.AddRange(report.RootBlockers.Where(r => r.Confidence >= CorpusRun.Sure && !it.IsRoot(r)).Select(r => $"{what}: {CorpusRun.Words(r)} {r.Confidence}: {r.Summary}"));
        }

        Assert.Empty(harm);
    }

    private static bool IsDump(string path) => path.Contains("stacks", StringComparison.Ordinal) || path.Contains("goroutine", StringComparison.Ordinal);
}
