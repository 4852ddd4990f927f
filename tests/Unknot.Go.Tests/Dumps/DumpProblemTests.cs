using System.Text;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class DumpProblemTests
{
    private const string Good = "main.main()\n\t/src/main.go:5 +0x2a\n";

    [Theory]
    [InlineData("main.main)(\n\t/src/x.go:9 +0x1\n" + Good, ParseProblemCode.OddLine, 2, 1)]
    [InlineData("what is this line\n" + Good, ParseProblemCode.OddLine, 2, 1)]
    [InlineData(Good + "created by main.main\n\t/src/x.go:9 +0x1\nmain.f(0x1)\n\t/src/x.go:9 +0x1\n", ParseProblemCode.OddLine, 6, 1)]
    [InlineData("main.f(0x1)\n" + Good, ParseProblemCode.MissingFileLine, 2, 2)]
    [InlineData("\t/src/x.go:9 +0x1\n" + Good, ParseProblemCode.MissingFunctionLine, 2, 1)]
    [InlineData("main.f(0x1)\n\t/src/x.go +0x1\n" + Good, ParseProblemCode.OddFileLine, 3, 2)]
    [InlineData("main.f(0x1)\n\t/src/x.go:twelve\n" + Good, ParseProblemCode.OddFileLine, 3, 2)]
    [InlineData("main.f(0x1, \n\t/src/x.go:12 +0x1\n" + Good, ParseProblemCode.OddArguments, 2, 2)]
    [InlineData("main.f(what)\n\t/src/x.go:12 +0x1\n" + Good, ParseProblemCode.OddArguments, 2, 2)]
    public void OddGoroutine_KeepsTheRestAndReports_EachTime(string body, ParseProblemCode code, int line, int frames)
    {
        string one = $"[running]:\n{body}\n";
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse($"goroutine 1 {one}goroutine 2 {one}goroutine 3 {one}");
        int lines = one.Count(c => c == '\n');
        Assert.Equal([(code, (long)line), (code, line + lines), (code, line + (2 * lines))], problems.Select(p => (p.Code, p.Line)));
        Assert.Equal(3, dump.Count);
        Assert.All(dump.Goroutines, g => Assert.Equal(frames, g.Stack.Frames.Count));
        Assert.All(dump.Goroutines, g => Assert.Equal("main.main", g.Stack.Frames[^1].Function));
        Assert.All(dump.Goroutines, g => Assert.Equal(frames, g.ReadDetails().Frames.Count));
        Assert.Single(dump.Stacks);
    }

    [Fact]
    public void Problem_TellsOffsetAndText()
    {
        const string text = "goroutine 1 [running]:\nwhat is this line\n" + Good;
        (_, List<ParseProblem> problems) = DumpText.Parse(text);
        Assert.Equal(new ParseProblem(ParseProblemCode.OddLine, 2, text.IndexOf("what", StringComparison.Ordinal), "what is this line"), Assert.Single(problems));
    }

    [Fact]
    public void Problem_LineMapGiven_LinesAreTheInputs()
    {
        byte[] text = Encoding.UTF8.GetBytes("goroutine 1 [running]:\nwhat is this line\n" + Good);
        List<ParseProblem> problems = [];
        GoroutineDump dump = CanonicalDumpParser.Parse(text, DumpOrigin.Unknown, DumpLimits.Default, problems, line => line * 10, firstLine: 4);
        Assert.Equal(50, Assert.Single(problems).Line);
        Assert.Equal(40, dump.Line);
        Assert.Equal(40, dump[0].Line);
    }

    [Fact]
    public void HeaderWithoutBlankLineBefore_EndsTheGoroutine()
    {
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse("goroutine 1 [running]:\n" + Good + "goroutine 2 [running]:\n" + Good);
        Assert.Empty(problems);
        Assert.Equal(2, Assert.Single(dump.Stacks).GoroutineCount);
    }

    [Fact]
    public void TooManyProblems_AreCounted()
    {
        string text = string.Concat(Enumerable.Range(1, 10).Select(i => $"goroutine {i} [running]:\nwhat is this\n{Good}\n"));
        (_, List<ParseProblem> problems) = DumpText.Parse(text, new DumpLimits { MaxProblems = 3 });
        Assert.Equal(4, problems.Count);
        Assert.Equal((ParseProblemCode.TooManyProblems, "7"), (problems[3].Code, problems[3].Text));
    }

    [Fact]
    public void MoreGoroutinesThanAllowed_RestIsNotRead()
    {
        string text = string.Concat(Enumerable.Range(1, 10).Select(i => $"goroutine {i} [running]:\n{Good}\n"));
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text, new DumpLimits { MaxGoroutines = 4 });
        Assert.Equal([1, 2, 3, 4], dump.Goroutines.Select(g => g.Id));
        Assert.Equal((ParseProblemCode.LimitReached, 17L), (Assert.Single(problems).Code, problems[0].Line));
        Assert.False(dump.IsComplete);
    }

    [Fact]
    public void MoreFramesThanAllowed_RestOfTheGoroutineIsPassedOver()
    {
        string stack = string.Concat(Enumerable.Range(1, 10).Select(i => $"main.f{i}(0x1)\n\t/src/x.go:{i} +0x1\n"));
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse($"goroutine 1 [running]:\n{stack}\ngoroutine 2 [running]:\n{stack}\n", new DumpLimits { MaxFrames = 4 });
        Assert.Equal([ParseProblemCode.LimitReached, ParseProblemCode.LimitReached], problems.Select(p => p.Code));
        Assert.All(dump.Goroutines, g => Assert.Equal(4, g.Stack.Frames.Count));
    }

    [Fact]
    public void LineTooLong_IsPassedOver_AndTheRestKept()
    {
        string far = new('x', 5000);
        string text = $"goroutine 1 [running]:\nmain.f(0x1)\n\t/src/{far}.go:1 +0x1\nmain.{far}(0x1)\n\t/src/x.go:1 +0x1\n{Good}\ngoroutine 2 [running]:\n{Good}";
        DumpLimits limits = new() { MaxLineBytes = 1000 };
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text, limits);
        Assert.Equal([(ParseProblemCode.LineTooLong, 3L), (ParseProblemCode.LineTooLong, 4L), (ParseProblemCode.MissingFunctionLine, 5L)], problems.Select(p => (p.Code, p.Line)));
        Assert.Equal(["main.f", "main.main"], dump[0].Stack.Frames.Select(f => f.Function));
        Assert.Null(dump[0].Stack.Frames[0].File);
        Assert.Equal("main.main", Assert.Single(dump[1].Stack.Frames).Function);
        Assert.All(problems, p => Assert.InRange(p.Text.Length, 1, 200));
    }

    [Fact]
    public void NothingInIt_IsAnEmptyDump()
    {
        foreach (string text in (string[])["", "\n\n\n", "no goroutine here\nat all\n"])
        {
            (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text);
            Assert.Empty(problems);
            Assert.Empty(dump.Goroutines);
            Assert.Empty(dump.Stacks);
            Assert.False(dump.IsComplete);
        }
    }
}
