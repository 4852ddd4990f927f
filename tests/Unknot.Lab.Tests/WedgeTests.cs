namespace Unknot.Lab.Tests;

/// <summary>
/// Each wedge of the lab under docker. The wedge itself says what is right, from how it was made, not from what the program says.
/// </summary>
public sealed class WedgeTests(ScoreTable table)
{
    public static TheoryData<string> Wedges() => WedgeRun.Of("docker");

    [Theory]
    [MemberData(nameof(Wedges))]
    public void Wedge_IsNamedAtTheFirstCallAndClearAfterwards(string wedge) => WedgeRun.Check("docker", wedge, table);
}
