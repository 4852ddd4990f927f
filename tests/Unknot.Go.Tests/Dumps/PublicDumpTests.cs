using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

/// <summary>Public dumps that are canonical as they are. We keep them beside the repository and do not copy them into it.</summary>
public sealed class PublicDumpTests
{
    [Theory]
    [InlineData("60-format-samples/containerd-13692.go1.26-heap-addresses.txt")]
    [InlineData("60-format-samples/prometheus-13619.sync.RWMutex.RLock.go1.21.txt")]
    [InlineData("60-format-samples/hcsshim-536.windows-paths.txt")]
    [InlineData("62-whole-dumps-unsettled/zjg555543-transferfile.goroutines.debug2.txt")]
    [InlineData("21-parser-fixtures-go-profiler-notes/2.pprof.lookup.goroutine.debug2.txt")]
    public void CanonicalDump_IsUnderstoodInFull(string path)
    {
        string? folder = GostackparseFixtureTests.FindFolder(Path.GetDirectoryName(path)!);
        Assert.SkipWhen(folder is null, "../shared/cases/public is not here");
        byte[] text = File.ReadAllBytes(Path.Combine(folder, Path.GetFileName(path)));
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text);
        Assert.DoesNotContain(problems, p => p.Code != ParseProblemCode.CutAtEnd);
        Assert.NotEmpty(dump.Goroutines);
        Assert.All(dump.Goroutines, g => Assert.Equal(g.Stack.Frames, g.ReadDetails().Frames.Select(f => f.Symbol)));
        Assert.All(dump.Stacks, s => Assert.All(s.Frames, f => Assert.True(f.Line > 0)));
    }
}
