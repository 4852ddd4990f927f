using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;

namespace Unknot.Diagnosis.Tests.Reports;

public sealed class EvidenceListTests
{
    private static readonly EvidenceFile Ps = new("ps", "ps.txt", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "sha256:00");
    private static readonly EvidenceFile Ss = new("ss", "ss.txt");

    [Fact]
    public void Places_AreNumberedInTheOrderOfTheirFirstName()
    {
        EvidenceList list = new();
        Assert.Equal(["e1", "e2"], list.Ids([new Provenance(Ps, 4), new Provenance(Ss, 9)]));
        Assert.Equal(["e2", "e3", "e1"], list.Ids([new Provenance(Ss, 9), new Provenance(Ps, 5), new Provenance(Ps, 4)]));
        Assert.Equal(["e1", "e2", "e3"], list.Entries.Select(e => e.Id));
        Assert.Equal(new ReportEvidence("e1", "ps", Ps.CollectedAt, "ps.txt:4", "sha256:00"), list.Entries[0]);
    }

    [Fact]
    public void SamePlaceTwice_IsOneEntry() => Assert.Equal(["e1"], new EvidenceList().Ids([new Provenance(Ps, 4), new Provenance(Ps, 4)]));

    [Fact]
    public void TwoFilesOfOneName_AreTwo()
    {
        EvidenceList list = new();
        list.Ids([new Provenance(Ps, 4), new Provenance(new EvidenceFile("ps", "ps.txt") { IsModificationTime = true }, 4)]);
        Assert.Equal(2, list.Entries.Count);
    }

    [Fact]
    public void WholeFile_HasNoLine()
    {
        EvidenceList list = new();
        list.Ids([new Provenance(Ss)]);
        Assert.Equal("ss.txt", list.Entries[0].Location);
    }

    [Fact]
    public void NoPlace_IsLeftOut() => Assert.Empty(new EvidenceList().Ids([default]));
}
