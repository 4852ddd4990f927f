namespace Unknot.Tests.Corpus;

/// <summary>Dumps that real toolchains, Go 1.19 to 1.27, made of programs whose root is known to the goroutine.</summary>
public sealed class TargetCorpusTests
{
    // Right, undetermined, wrong, where not all dumps of a target are right yet. A target that gets better is raised here.
    private static readonly Dictionary<string, (int Right, int Undetermined, int Wrong)> s_notAllRight = new();

    public static TheoryData<string> Targets => [.. TargetDump.All.Select(d => d.Target).Distinct()];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Scores_AreAsExpected(string target)
    {
        TargetDump[] dumps = [.. TargetDump.All.Where(d => d.Target == target)];
        int Count(CaseScore score) => dumps.Count(d => d.Score == score);
        (int, int, int) expected = s_notAllRight.TryGetValue(target, out (int, int, int) known) ? known : (dumps.Length, 0, 0);
        string notRight = string.Join("\n", dumps.Where(d => d.Score != CaseScore.Right).Select(d => $"{d.Name}: {LabCase.VerdictOf(d.Run.Report)} {string.Join("; ", d.Run.Report.RootBlockers.Select(r => $"{CorpusRun.Words(r)} {r.Confidence}"))}"));
        Assert.True(expected == (Count(CaseScore.Right), Count(CaseScore.Undetermined), Count(CaseScore.Wrong)), $"not right, undetermined or wrong as before:\n{notRight}");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void SureRoot_IsOneToBlame(string target) => Assert.Empty(
        TargetDump.All.Where(d => d.Target == target).SelectMany(d => d.Run.Report.RootBlockers.Where(r => r.Confidence >= CorpusRun.Sure && !d.IsRoot(r)).Select(r => $"{d.Name}: {CorpusRun.Words(r)} {r.Confidence}")));
}
