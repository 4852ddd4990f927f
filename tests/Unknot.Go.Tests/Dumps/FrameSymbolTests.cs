using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class FrameSymbolTests
{
    [Theory]
    [InlineData("example.com/a/b.(*Map[example.com/x/y.Key]).Get", "example.com/a/b", "(*Map[example.com/x/y.Key]).Get")]
    [InlineData("github.com/docker/docker/daemon.(*Daemon).containerStart", "github.com/docker/docker/daemon", "(*Daemon).containerStart")]
    [InlineData("gopkg.in/yaml.v2.(*decoder).unmarshal", "gopkg.in/yaml.v2", "(*decoder).unmarshal")]
    [InlineData("main.main", "main", "main")]
    // Ambiguous by name alone: a function called v1 is rarer than a path that ends in a version.
    [InlineData("main.v1.func2", "main.v1", "func2")]
    [InlineData("weird", "weird", "weird")]
    public void Function_IsSplitIntoPackageAndName(string function, string package, string name)
    {
        FrameSymbol symbol = new(function, null, 0);
        Assert.Equal(package, symbol.Package);
        Assert.Equal(name, symbol.Name);
    }
}
