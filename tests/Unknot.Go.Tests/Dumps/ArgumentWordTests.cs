using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class ArgumentWordTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("...", "")]
    [InlineData("0x0", "0@0")]
    [InlineData("0x1, 0xc000123456", "1@0 c000123456@0")]
    [InlineData("0xffffffffffffffff", "ffffffffffffffff@0")]
    [InlineData("0x1?, 0x2", "1@0? 2@0")]
    [InlineData("{0x4a1f00, 0xc000012345}, 0x3", "4a1f00@1 c000012345@1 3@0")]
    [InlineData("{0x1?, {0x2, {0x3?}}, 0x4}", "1@1? 2@2 3@3? 4@1")]
    [InlineData("{}, 0x1", "1@0")]
    [InlineData("0x1, _, 0x2", "1@0 _@0 2@0")]
    [InlineData("0x1, {0x2, ...}, ...", "1@0 2@1 ...@1 ...@0")]
    [InlineData("0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8, 0x9, 0xa, ...", "1@0 2@0 3@0 4@0 5@0 6@0 7@0 8@0 9@0 a@0 ...@0")]
    [InlineData("{{{{{...}}}}}", "...@5")]
    public void Arguments_KnownForm_AreRead(string arguments, string expected)
    {
        GoroutineDetails details = DumpText.One($"goroutine 1 [running]:\nmain.(*T).f({arguments})\n\t/src/x.go:12 +0x1f\nmain.main()\n\t/src/x.go:20 +0x2f\n").ReadDetails();
        Assert.Equal(expected, string.Join(' ', details.Frames[0].Arguments.Select(Describe)));
        Assert.Empty(details.Frames[1].Arguments);
        Assert.Equal("main.(*T).f", details.Frames[0].Symbol.Function);
    }

    [Theory]
    [InlineData("0x1, zebra, 0x2", "1@0")]
    [InlineData("0x1}, 0x2", "1@0")]
    [InlineData("0x1, 0x10000000000000000", "1@0")]
    [InlineData("zebra", "")]
    public void Arguments_Odd_WordsBeforeAreKept(string arguments, string expected)
    {
        (GoroutineDump dump, _) = DumpText.Parse($"goroutine 1 [running]:\nmain.f({arguments})\n\t/src/x.go:12 +0x1f\n");
        Assert.Equal(expected, string.Join(' ', dump[0].ReadDetails().Frames[0].Arguments.Select(Describe)));
    }

    [Fact]
    public void Arguments_CutList_ReportsProblemAndKeepsFrame()
    {
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse("goroutine 1 [running]:\nmain.f(0x1, 0x2\n\t/src/x.go:12 +0x1f\nmain.main()\n\t/src/x.go:20 +0x2f\n");
        Assert.Equal((ParseProblemCode.OddArguments, 2L), (Assert.Single(problems).Code, problems[0].Line));
        Assert.Equal(["main.f", "main.main"], dump[0].Stack.Frames.Select(f => f.Function));
        Assert.Equal("1@0 2@0", string.Join(' ', dump[0].ReadDetails().Frames[0].Arguments.Select(Describe)));
    }

    private static string Describe(ArgumentWord word) => word.Flags switch
    {
        ArgumentWordFlags.Elided => $"...@{word.Depth}",
        ArgumentWordFlags.NotPrinted => $"_@{word.Depth}",
        ArgumentWordFlags.Unreliable => $"{word.Value:x}@{word.Depth}?",
        _ => $"{word.Value:x}@{word.Depth}",
    };
}
