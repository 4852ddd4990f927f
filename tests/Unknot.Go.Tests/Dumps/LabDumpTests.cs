using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

/// <summary>A dump of a real dockerd, recorded in our lab (fixtures/README.md).</summary>
public sealed class LabDumpTests
{
    private static readonly byte[] Text = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "dockerd-20.10-inspect-wedged.txt"));

    [Fact]
    public void DockerdDump_IsReadInFull()
    {
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(Text);
        Assert.Empty(problems);
        Assert.Equal(83, dump.Total);
        Assert.True(dump.IsComplete);
        Assert.Equal(1, dump.Line);
        Assert.All(dump.Goroutines, g => Assert.Equal(g.Stack.Frames, g.ReadDetails().Frames.Select(f => f.Symbol)));
    }

    [Fact]
    public void DockerdDump_TwentyInspects_WaitForOneLock()
    {
        (GoroutineDump dump, _) = DumpText.Parse(Text);
        Goroutine[] waiters = [.. dump.Goroutines.Where(g => g.Stack.Frames.Any(f => f.Function == "sync.(*Mutex).lockSlow"))];
        Assert.Equal(20, waiters.Length);
        Assert.All(waiters, g => Assert.Equal(0xc000c5e200UL, g.LockWord));
        Assert.All(waiters, g => Assert.Equal("semacquire", g.State));
        Assert.Equal(20, dump.FindWords([new(0xc000c5e200, 0xc000c5e207)]).Select(h => h.Goroutine).Distinct().Count());
        FrameSymbol[] symbols = [.. waiters[0].Stack.Frames.Take(4)];
        Assert.Equal(["sync.runtime_SemacquireMutex", "sync.(*Mutex).lockSlow", "sync.(*Mutex).Lock", "github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent"], symbols.Select(s => s.Function));
        Assert.Equal(0x79UL, symbols[3].Offset);
    }

    [Fact]
    public void DockerdDump_CutAtAnyLength_NeverThrowsAndKeepsWhatWasWhole()
    {
        int before = 0;
        for (int length = 0; length <= Text.Length; length += 997)
        {
            (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(Text[..length]);
            Assert.InRange(dump.Count, before, 83);
            Assert.InRange(problems.Count, 0, 2);
            before = dump.Count;
        }
    }
}
