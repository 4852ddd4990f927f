using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class DumpCompletenessTests
{
    private const string Main = "goroutine 1 [chan receive]:\nmain.main()\n\t/src/main.go:5 +0x2a\n";
    private const string Worker = "goroutine 18 [select]:\nmain.work(0x1)\n\t/src/w.go:7 +0x5c\ncreated by main.main\n\t/src/main.go:3 +0x1b\n";

    [Theory]
    [InlineData(Main + "\n" + Worker)]
    [InlineData(Main + "\n" + Worker + "\n")]
    [InlineData(Worker + "\n" + Main)]
    [InlineData("SIGQUIT: quit\nPC=0x46d6f1 m=0 sigcode=0\n\n" + Main + "\n" + Worker + "\nrax    0x0\nrbx    0x1\nexit status 2\n")]
    [InlineData("panic: first\n\tpanic: second\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x46d6f1]\n\n" + Main)]
    [InlineData("fatal error: unexpected signal\n\nruntime stack:\nruntime.throw({0x1, 0x2})\n\t/go/src/runtime/panic.go:1 +0x1\n\n" + Main)]
    [InlineData(Main + "\ngoroutine 5 [finalizer wait]:\nruntime.gopark(0x1)\n\t/go/src/runtime/proc.go:1 +0x1\nruntime.goexit()\n\t/go/src/runtime/asm.s:1 +0x1\n")]
    [InlineData(Main + "\ngoroutine 5 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.main\n\t/src/main.go:3 +0x1b\n")]
    [InlineData(Main + "\ngoroutine 5 [running]:\n\tgoroutine running on other thread; stack unavailable\n")]
    [InlineData(Main + "\ngoroutine 5 [select]:\nmain.f()\n\t/src/w.go:7 +0x5c\n\n")]
    [InlineData(Main + "\n" + Worker + "exit status 2\n")]
    public void WholeDump_IsComplete(string text)
    {
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text);
        Assert.Empty(problems);
        Assert.True(dump.IsComplete);
        Assert.False(dump.IsTruncated);
        Assert.False(dump.IsCutAtStart);
    }

    [Fact]
    public void CutAnywhere_IsTruncated_ExceptBetweenGoroutines()
    {
        const string text = Main + "\n" + Worker;
        int second = text.IndexOf(Worker, StringComparison.Ordinal);
        for (int length = second + 1; length < text.Length; length++)
        {
            (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text[..length]);
            // The very last bytes: an offset that lacks its last digit, or the newline, cannot be told from a whole one.
            if (length >= text.Length - 2) continue;
            Assert.True(dump.IsTruncated, text[..length]);
            Assert.False(dump.IsComplete);
            Assert.Contains(problems, p => p.Code == ParseProblemCode.CutAtEnd);
            Assert.Equal(length > second + 10 ? 2 : 1, dump.Count);
            Assert.Single(problems, p => p.Code is not ParseProblemCode.OddHeader);
        }
    }

    [Theory]
    [InlineData("main.f(0x1)\n\t/src/w.go:7 +0x5c\n\n" + Main, 1)]
    [InlineData("\t/src/w.go:7 +0x5c\nmain.f(0x1)\n\t/src/w.go:7 +0x5c\n\n" + Main, 1)]
    [InlineData("f(0x1)\n\t/src/w.go:7 +0x5c\ncreated by main.main\n\t/src/w.go:7 +0x5c\n\n" + Main, 1)]
    [InlineData(".go:7 +0x5c\nmain.f(0x1)\n\t/src/w.go:7 +0x5c\n\n" + Main, 2)]
    public void BeginsInsideGoroutine_IsCutAtStart(string text, int line)
    {
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text);
        Assert.True(dump.IsCutAtStart);
        Assert.False(dump.IsComplete);
        Assert.Equal((ParseProblemCode.CutAtStart, (long)line), (Assert.Single(problems).Code, problems[0].Line));
        Assert.Equal(1, Assert.Single(dump.Goroutines).Id);
    }

    [Fact]
    public void NeitherMainNorRunning_IsNotComplete()
    {
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(Worker + "\n");
        Assert.Empty(problems);
        Assert.False(dump.IsComplete);
        Assert.False(dump.IsTruncated);
    }

    [Fact]
    public void ExactlyPprofsLimit_IsTruncated()
    {
        byte[] text = new byte[64 << 20];
        text.AsSpan().Fill((byte)'\n');
        System.Text.Encoding.UTF8.GetBytes(Main).CopyTo(text, 0);
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text);
        Assert.True(dump.IsTruncated);
        Assert.Equal(ParseProblemCode.CutAtEnd, Assert.Single(problems).Code);
    }
}
