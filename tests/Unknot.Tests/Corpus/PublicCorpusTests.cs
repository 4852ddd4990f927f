namespace Unknot.Tests.Corpus;

/// <summary>
/// Incidents of others and what was settled about them, read in place: they are not ours to publish. A case that scores other than its
/// line in <c>public-expectations.tsv</c> fails, for the better too: then that line is to be raised.
/// </summary>
public sealed class PublicCorpusTests
{
    public static TheoryData<string> Cases => [.. PublicExpectation.All.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Score_IsAsExpected(string name)
    {
        CorpusRun run = PublicRuns.Of(name);
        PublicExpectation expected = PublicExpectation.Of(name);
        CaseScore score = expected.ScoreOf(run.Report);
        string said = $"{LabCase.VerdictOf(run.Report)}, {string.Join("; ", run.Report.RootBlockers.Select(CorpusRun.Words))} {string.Join(" / ", run.Report.Remarks)}";
        Assert.True(score >= expected.Score, $"better than public-expectations.tsv says ({score}): raise its line. {said}");
        Assert.True(score == expected.Score, $"a regression: {score} instead of {expected.Score}. {said}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SureRoot_IsASettledOne(string name)
    {
        CorpusRun run = PublicRuns.Of(name);
        Assert.Empty(PublicExpectation.Of(name).Unsettled(run.Report).Select(r => $"{CorpusRun.Words(r)} {r.Confidence}"));
    }

    [Fact]
    public void EveryCase_HasItsExpectation()
    {
        if (PublicExpectation.Folder is null) Assert.Skip(PublicRuns.Absent);
        IEnumerable<string> there = Directory.EnumerateDirectories(PublicExpectation.Folder).Select(d => Path.GetFileName(d)!);
        Assert.Equal(there.Order(StringComparer.Ordinal), PublicExpectation.All.Select(e => e.Name).Order(StringComparer.Ordinal));
    }
}
