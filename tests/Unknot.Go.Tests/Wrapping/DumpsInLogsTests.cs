using System.Text;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Wrapping;

/// <summary>Dumps that begin in the middle of something else, stand behind one another, or are cut.</summary>
public sealed class DumpsInLogsTests
{
    [Fact]
    public void LogBeforeAndAfter_IsNoProblem()
    {
        GoroutineDump dump = SampleDump.AssertSame("I1123 18:24:28.123456    1234 server.go:12] starting\nhello (world)\n\n" + SampleDump.Plain + "\nexit status 2\nFAIL\tx\t1.2s\n");
        Assert.Equal((4, 4), (dump.Line, dump[0].Line));
        Assert.Equal("plain", dump.Origin.Wrapping);
    }

    [Theory]
    [InlineData("Nov 23 18:24:29 node-a kubelet[99]: E1123 18:24:29.123456      99 pleg.go:12] PLEG is not healthy")]
    [InlineData("time=\"2026-11-23T18:24:29Z\" level=info msg=\"shim reaped\" id=1")]
    [InlineData("{\"level\":\"info\",\"msg\":\"shim reaped\"}")]
    [InlineData("2026/11/23 18:24:29 http: TLS handshake error from 10.0.0.1:1234: EOF")]
    public void LogLinesBetweenAnyLines_AreNoProblem(string line) => SampleDump.AssertSame(SampleDump.PerLine(l => l + "\n" + line));

    [Fact]
    public void TwoProcessesInterleaved_GiveTwoDumps()
    {
        string other = SampleDump.Plain.Replace("goroutine 120", "goroutine 121");
        string[] lines = other.TrimEnd('\n').Split('\n');
        string text = string.Concat(SampleDump.Lines.Zip(lines, (a, b) => $"Nov 23 18:24:28 n dockerd[1]: {a}\nNov 23 18:24:28 n dockerd[2]: {b}\n"));
        ParsedDumps parsed = SampleDump.Parse(text);
        Assert.Empty(parsed.Problems);
        Assert.Equal([1, 2], parsed.Dumps.Select(d => d.Origin.Pid));
        Assert.Equal([120, 121], parsed.Dumps.Select(d => d[2].Id));
        Assert.Equal([1, 2], parsed.Dumps.Select(d => d[0].Line));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("something else\n\n")]
    public void SameDumpTwice_GivesTwoDumps(string between)
    {
        ParsedDumps parsed = SampleDump.Parse(SampleDump.Plain + between + SampleDump.Plain);
        Assert.Empty(parsed.Problems);
        Assert.Equal([3, 3], parsed.Dumps.Select(d => d.Count));
        Assert.Equal(SampleDump.Describe(parsed.Dumps[0]), SampleDump.Describe(parsed.Dumps[1]));
        Assert.Equal([34L, 34], parsed.Dumps.Select(d => d[0].Id));
    }

    [Fact]
    public void LaterDumpOfTheSameProcess_BeginsWithItsRunningGoroutine()
    {
        ParsedDumps parsed = SampleDump.Parse(SampleDump.Plain + "\n" + SampleDump.Plain.Replace("goroutine 34 ", "goroutine 500 "));
        Assert.Equal([34L, 500L], parsed.Dumps.Select(d => d[0].Id));
        Assert.Equal([3, 3], parsed.Dumps.Select(d => d.Count));
    }

    [Fact]
    public void PanicsOfOneLog_AreDumpsOfTheirOwn()
    {
        const string Panic = "2026/11/23 18:24:28 http: panic serving 127.0.0.1:1234: boom\ngoroutine {0} [running]:\nmain.f(0x1)\n\t/src/x/cmd/thing/main.go:12 +0x1d\ncreated by main.main\n\t/src/x/cmd/thing/main.go:3 +0x4\n";
        ParsedDumps parsed = SampleDump.Parse(string.Format(Panic, 19) + "2026/11/23 18:24:29 all fine\n" + string.Format(Panic, 25));
        Assert.Empty(parsed.Problems);
        Assert.Equal([19L, 25L], parsed.Dumps.Select(d => Assert.Single(d.Goroutines).Id));
        Assert.All(parsed.Dumps, d => Assert.Equal("thing", d.Origin.Program));
    }

    [Fact]
    public void SeveralRunningInOneCrash_StayOneDump()
    {
        string text = "SIGQUIT: quit\nPC=0x46d561 m=0 sigcode=0\n\n" + SampleDump.Plain +
            "\ngoroutine 9 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.main\n\t/src/x/cmd/thing/main.go:3 +0x4\n\nrax    0x0\nrbx    0x7f51\nexit status 2\n";
        GoroutineDump dump = Assert.Single(SampleDump.Parse(text).Dumps);
        Assert.Equal([34L, 1, 120, 9], dump.Goroutines.Select(g => g.Id));
        GoroutineDump indented = Assert.Single(SampleDump.Parse("  " + text.Replace("\n", "\n  ")).Dumps);
        Assert.Equal(4, indented.Count);
    }

    [Fact]
    public void TestTimeout_IsRead()
    {
        GoroutineDump dump = SampleDump.AssertSame("=== RUN   TestX\npanic: test timed out after 10m0s\nrunning tests:\n\tTestX (10m0s)\n\n" + SampleDump.Plain + "FAIL\tgithub.com/x/y\t600.1s\nFAIL\n");
        Assert.Equal(6, dump.Line);
    }

    [Fact]
    public void GoleakHeadlines_ArePassedOver()
    {
        string text = "    leaks.go:78: found unexpected goroutines:\n        [Goroutine 34 in state running, with github.com/docker on top of the stack:\n" +
            SampleDump.Plain.Replace("\n\n", "\n\n Goroutine 7 in state select, with x.y on top of the stack:\n").Replace("\t", "            ") + "        ]\n";
        SampleDump.AssertSame(text);
    }

    [Fact]
    public void RuntimeStack_IsNoGoroutine()
    {
        string text = "fatal error: unexpected signal\n\nruntime stack:\nruntime.throw({0x1, 0x2})\n\t/usr/lib/go/src/runtime/panic.go:1 +0x5d\n\n" + SampleDump.Plain;
        Assert.Equal("plain", SampleDump.AssertSame(text).Origin.Wrapping);
    }

    [Fact]
    public void HeaderAtTheEndOfAMessage_IsFound() =>
        SampleDump.AssertSame("E1123 18:24:28.123456    1234 runtime.go:78] Observed a panic: boom " + SampleDump.Plain);

    [Fact]
    public void CutAtTheStart_IsToldInEachWrapping()
    {
        string text = SampleDump.Plain[SampleDump.Plain.IndexOf("main.main()", StringComparison.Ordinal)..];
        string[] wrapped = [text, text.Replace("\t", "    "), Prefixed("Nov 23 18:24:28 n dockerd[1]: ", text), Prefixed("> ", text)];
        foreach (string each in wrapped)
        {
            ParsedDumps parsed = SampleDump.Parse(each);
            Assert.Equal((ParseProblemCode.CutAtStart, 1), (Assert.Single(parsed.Problems).Code, parsed.Problems[0].Line));
            GoroutineDump dump = Assert.Single(parsed.Dumps);
            Assert.Equal((120, true, false), (Assert.Single(dump.Goroutines).Id, dump.IsCutAtStart, dump.IsComplete));
        }
    }

    [Fact]
    public void CutAtTheEnd_IsToldInEachWrapping()
    {
        string text = SampleDump.Plain[..SampleDump.Plain.IndexOf("ContainerInspectCurrent(0xc0000b4000", StringComparison.Ordinal)];
        string escaped = "time=\"2026-11-23T18:24:28Z\" level=info msg=\"" + text.Replace("\n", "\\n").Replace("\t", "\\t");
        string[] wrapped = [text, text.Replace("\t", "    "), Prefixed("Nov 23 18:24:28 n dockerd[1]: ", text).TrimEnd('\n'), escaped, escaped + "\n"];
        foreach (string each in wrapped)
        {
            ParsedDumps parsed = SampleDump.Parse(each);
            Assert.Contains(parsed.Problems, p => p.Code == ParseProblemCode.CutAtEnd);
            GoroutineDump dump = Assert.Single(parsed.Dumps);
            Assert.Equal((3, true, false), (dump.Count, dump.IsTruncated, dump.IsComplete));
        }
    }

    [Fact]
    public void FramesWithoutAnyHeader_AreNoGoroutineButAProblem()
    {
        ParsedDumps parsed = SampleDump.Parse("main.f(0x1)\n\t/src/x/main.go:12 +0x1d\nmain.main()\n\t/src/x/main.go:3 +0x4\n");
        Assert.Empty(parsed.Dumps);
        Assert.Equal(ParseProblemCode.CutAtStart, Assert.Single(parsed.Problems).Code);
    }

    [Fact]
    public void OddLineInWrappedDump_IsReportedWithItsPlaceInTheInput()
    {
        string text = Prefixed("Nov 23 18:24:28 n dockerd[1]: ", SampleDump.Plain.Replace("main.main()\n", "main.main)(\n"));
        ParseProblem problem = SampleDump.Parse(text).Problems[0];
        Assert.Equal((12, text.IndexOf("Nov 23 18:24:28 n dockerd[1]: main.main)(", StringComparison.Ordinal)), (problem.Line, problem.Offset));
    }

    [Fact]
    public void LineBeyondTheLimit_IsCutAndReported()
    {
        DumpLimits limits = new() { MaxLineBytes = 200 };
        string text = "  " + SampleDump.Plain.Replace("0xc00044e9c0, ", string.Concat(Enumerable.Repeat("0xc00044e9c0, ", 100)));
        ParsedDumps parsed = GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(text), limits);
        Assert.Contains(parsed.Problems, p => p.Code == ParseProblemCode.LineTooLong && p.Line == 10);
        Assert.Equal(3, Assert.Single(parsed.Dumps).Count);
    }

    [Fact]
    public void HeaderInEachLine_IsBounded()
    {
        ParsedDumps parsed = SampleDump.Parse(string.Concat(Enumerable.Repeat("goroutine 1 [running]:\n", 10_010)));
        Assert.Equal(10_000, parsed.Dumps.Count);
        Assert.Equal(ParseProblemCode.LimitReached, parsed.Problems[^1].Code);
        Assert.Equal(10_001, parsed.Problems[^1].Line);
    }

    [Fact]
    public void LogWithoutGoroutines_GivesNothing()
    {
        ParsedDumps parsed = SampleDump.Parse("Nov 23 18:24:28 n kubelet[1]: goroutine leak suspected (see server.go:12)\nfoo.bar(0x1)\n");
        Assert.Empty(parsed.Dumps);
        Assert.Empty(parsed.Problems);
    }

    private static string Prefixed(string prefix, string text) => string.Concat(text.TrimEnd('\n').Split('\n').Select(line => prefix + line + "\n"));
}
