namespace Unknot.Lab.Tests;

/// <summary>A healthy node, quiet and under load, is never called knotted.</summary>
public sealed class HealthyTests
{
    private const int Looks = 10, Workers = 4;

    [Fact]
    public void UnderLoad_TenLooks_AreNeverKnotted()
    {
        using LabNode node = LabNode.Up("healthy");
        Assert.Equal("clear", node.Diagnose().Verdict);
        node.Load(Workers);
        LabReport[] reports = [.. Enumerable.Range(0, Looks).Select(_ => node.Diagnose())];
        node.Load(0);
        Assert.All(reports, r => Assert.True(r.Verdict != "knotted", r.ToString()));
        Assert.Equal("clear", node.Diagnose().Verdict);
    }
}
