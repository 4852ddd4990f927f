using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Terminal;

public sealed class InkTests
{
    [Fact]
    public void Off_LeavesTheTextAsItIs() => Assert.Equal("x", new Ink(false).Alarm("x"));

    [Fact]
    public void On_WrapsTheTextAndEndsTheColour() => Assert.Equal("\x1b[1mx\x1b[0m", new Ink(true).Bold("x"));

    [Fact]
    public void On_EmptyTextStaysEmpty() => Assert.Equal("", new Ink(true).Bold(""));
}
