using Unknot.Node;
using Unknot.Terminal;

namespace Unknot.Tests.Terminal;

public sealed class SourceLinesTests
{
    [Fact]
    public void NoTerminal_NothingIsSaid() => Assert.Null(SourceLines.For(TextWriter.Null, isTerminal: false, keep: true));

    [Fact]
    public void EachSourceThatEnded_HasItsLine()
    {
        using StringWriter error = new() { NewLine = "\n" };
        using (SourceLines lines = SourceLines.For(error, isTerminal: true, keep: true)!)
        {
            lines.Report(new SourceProgress("proc", null, TimeSpan.Zero));
            lines.Report(new SourceProgress("docker", null, TimeSpan.Zero));
            lines.Report(new SourceProgress("proc", SourceOutcome.Complete, TimeSpan.FromSeconds(0.312)));
            lines.Report(new SourceProgress("docker", SourceOutcome.TimedOut, TimeSpan.FromSeconds(2)));
        }

        // What was rewritten in place is wiped.
        string[] shown = [.. error.ToString().Split('\n').Select(l => l[(l.LastIndexOf('\r') + 1)..])];
        Assert.Equal(["  proc                 read          0.31 s", "  docker               OUT OF TIME   2.00 s", ""], shown);
    }

    [Fact]
    public void NothingKept_NothingIsLeftOnTheTerminal()
    {
        using StringWriter error = new() { NewLine = "\n" };
        using (SourceLines lines = SourceLines.For(error, isTerminal: true, keep: false)!)
        {
            lines.Report(new SourceProgress("proc", null, TimeSpan.Zero));
            lines.Report(new SourceProgress("proc", SourceOutcome.Complete, TimeSpan.FromSeconds(1)));
        }

        Assert.DoesNotContain('\n', error.ToString());
        Assert.True(error.ToString().Length == 0 || error.ToString().EndsWith('\r'));
    }
}
