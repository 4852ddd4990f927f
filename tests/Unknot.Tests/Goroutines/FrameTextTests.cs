using Unknot.Go.Dumps;
using Unknot.Goroutines;

namespace Unknot.Tests.Goroutines;

public sealed class FrameTextTests
{
    [Theory]
    [InlineData("github.com/docker/docker/daemon.(*Daemon).containerStart", "daemon.(*Daemon).containerStart")]
    [InlineData("main.main", "main.main")]
    [InlineData("example.com/a/b.(*Map[example.com/x/y.Key]).Get", "b.(*Map[example.com/x/y.Key]).Get")]
    [InlineData("example.com/a/b.Do[example.com/x.T]", "b.Do[example.com/x.T]")]
    [InlineData("", "")]
    [InlineData("(", "(")]
    public void PackagePath_IsCutToItsLastElement(string function, string expected) => Assert.Equal(expected, FrameText.ShortName(function));

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void Frame_FitsTheWidth(int width)
    {
        FrameSymbol frame = new("github.com/very/long/path/" + new string('f', 200), "/a/b/" + new string('p', 100) + "/" + new string('q', 100) + ".go", 12345);
        Assert.InRange(new FrameText(width, full: false).Of(frame).Length, width - 1, width);
    }

    [Fact]
    public void Full_ShowsBothPathsWhole()
    {
        FrameSymbol frame = new("github.com/docker/docker/daemon.Start", @"C:\go\src\daemon\start.go", 7);
        string text = new FrameText(80, full: true).Of(frame);
        Assert.Contains("github.com/docker/docker/daemon.Start", text);
        Assert.Contains(@"C:\go\src\daemon\start.go:7", text);
    }

    [Fact]
    public void WindowsPath_IsShortenedAtItsSeparators() =>
        Assert.EndsWith(" daemon/start.go:7", new FrameText(80, full: false).Of(new FrameSymbol("daemon.Start", @"C:\go\src\daemon\start.go", 7)));

    [Fact]
    public void EscapeSequenceInAName_IsWrittenOut() => Assert.DoesNotContain('\x1b', new FrameText(80, full: true).Of(new FrameSymbol("a.\x1b[2J", "/x\x1b]0;y\a.go", 1)));
}
