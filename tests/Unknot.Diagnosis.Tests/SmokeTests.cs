namespace Unknot.Diagnosis.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Placeholder_ReplacedByEndToEndTests() => Assert.True(File.Exists(typeof(SmokeTests).Assembly.Location));
}
