using Unknot.Node.Pleg;

namespace Unknot.Node.Tests.Pleg;

public sealed class PressureSampleTests
{
    [Fact]
    public void File_GivesTheShareOfTenSeconds() => Assert.Equal(
        new PressureSample("io", 1.5, 0.25),
        PressureSample.Parse("io", "some avg10=1.50 avg60=9.00 avg300=9.00 total=1\nfull avg10=0.25 avg60=9.00 avg300=9.00 total=1\n"));

    [Fact]
    public void CpuOfOldKernels_HasNoFull() => Assert.Equal(new PressureSample("cpu", 2, null), PressureSample.Parse("cpu", "some avg10=2.00 avg60=0.00 avg300=0.00 total=1\n"));

    [Fact]
    public void NothingToRead_IsNoSample() => Assert.Null(PressureSample.Parse("cpu", ""));
}
