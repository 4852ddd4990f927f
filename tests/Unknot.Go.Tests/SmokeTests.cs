using Unknot.Go.Dumps;

namespace Unknot.Go.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void FrameSymbol_GenericMethod_PackageIsBeforeTheBracket()
    {
        FrameSymbol symbol = new("example.com/a/b.(*Map[example.com/x/y.Key]).Get", null, 0);
        Assert.Equal("example.com/a/b", symbol.Package);
    }
}
