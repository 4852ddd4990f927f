using Unknot.Node.Cri.Wire;
using Unknot.Node.Pleg;

namespace Unknot.Node.Tests.Pleg;

public sealed class CriRuntimeTests
{
    [Theory]
    [InlineData("containerd", "v2.1.4", true)]
    [InlineData("containerd", "2.0.0-rc.1", true)]
    [InlineData("containerd", "1.7.24~ds1", false)]
    [InlineData("containerd", "1.6.20~ds1", false)]
    [InlineData("cri-o", "1.28.0", true)]
    [InlineData("cri-o", "1.26.4", false)]
    [InlineData("other", "9.9.9", false)]
    [InlineData("containerd", "", false)]
    public void Events_AreFollowedOnlyWhereTheKubeletGetsThemToo(string name, string version, bool shared) =>
        Assert.Equal(shared, CriRuntime.IsShared(new VersionResponse { RuntimeName = name, RuntimeVersion = version }));
}
