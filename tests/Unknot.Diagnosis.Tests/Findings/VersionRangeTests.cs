using Unknot.Diagnosis.Findings;

namespace Unknot.Diagnosis.Tests.Findings;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("1.6.0", true)]
    [InlineData("1.6.2", true)]
    [InlineData("v1.6.2~ds1-1+deb12u1", true)]
    [InlineData("1.6.3", false)]
    [InlineData("1.5.9", false)]
    [InlineData("1.10.0", false)]
    public void Version_InOrOutOfRange(string version, bool expected) =>
        Assert.Equal(expected, new VersionRange("containerd", "1.6.0", "1.6.3").Contains(version));

    [Theory]
    [InlineData("1.0.0-rc93", true)]
    [InlineData("1.0.0~rc93+ds1", true)]
    [InlineData("1.0.0-rc94", false)]
    [InlineData("1.0.0-rc92", false)]
    [InlineData("1.0.0", false)]
    public void PreRelease_ComesBeforeItsRelease(string version, bool expected) =>
        Assert.Equal(expected, new VersionRange("runc", "1.0.0-rc93", "1.0.0-rc94").Contains(version));

    [Theory]
    [InlineData("systemd 219", true)]
    [InlineData("219-78.el7_9.7", true)]
    [InlineData("v241", true)]
    [InlineData("252 (252.30-1~deb12u2)", false)]
    [InlineData("242", false)]
    public void SingleNumber_IsCompared(string version, bool expected) =>
        Assert.Equal(expected, new VersionRange("systemd", null, "242").Contains(version));

    [Theory]
    [InlineData("5.4.217-126.408.amzn2.x86_64", true)]
    [InlineData("5.4.219-126.411.amzn2.x86_64", false)]
    public void BuildSuffix_IsLeftOut(string version, bool expected) =>
        Assert.Equal(expected, new VersionRange("kernel", "5.4.214", "5.4.219").Contains(version));

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    public void NoNumber_IsNotKnown(string version) => Assert.Null(new VersionRange("runc", "1.0.0", null).Contains(version));
}
