namespace Unknot.Lab.Tests;

/// <summary>The wedges as clusters are today: containerd's CRI alone, no docker.</summary>
public sealed class CriWedgeTests(ScoreTable table)
{
    public static TheoryData<string> Wedges() => WedgeRun.Of("containerd");

    [Theory]
    [MemberData(nameof(Wedges))]
    public void Wedge_IsNamedAtTheFirstCallAndClearAfterwards(string wedge) => WedgeRun.Check("containerd", wedge, table);
}
