using System.Text;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Profiles;

public sealed class AggregatedProfileTests
{
    private const string Plain =
        "goroutine profile: total 722373\n" +
        "717594 @ 0x7fe8bc202980 0x7fe8bc202a40 0x7fe8bc2135d8\n" +
        "# labels: {\"pod\":\"a/b\", \"x\":\"\\\"y\"}\n" +
        "#\t0x7fe8bc2132ee\tsync.runtime_SemacquireMutex+0x3e\t\t\t\t/usr/local/go/src/runtime/sema.go:71\n" +
        "#\t0x7fe8bc238c19\tsync.(*Mutex).Lock+0x109\t\t\t\t\t/usr/local/go/src/sync/mutex.go:134\n" +
        "#\t0x7fe8bc238c19\tgithub.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent+0x8d\t/src/docker/daemon/inspect.go:40\n" +
        "\n" +
        "4 @ 0x7fe8bc202980 0x7fe8bc202a40\n" +
        "#\t0x7fe8bc202a3f\tmain.main+0x1\tC:/Program Files/x/cmd/thing/main.go:3\n" +
        "\n";

    [Fact]
    public void Profile_KeepsTheHeadersTotalAndAllElse()
    {
        ParsedDumps parsed = GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(Plain));
        Assert.Empty(parsed.Problems);
        GoroutineDump dump = Assert.Single(parsed.Dumps);
        Assert.Equal((DumpFormat.AggregatedText, 722_373L, 2, false, false), (dump.Format, dump.Total, dump.Count, dump.IsComplete, dump.IsTruncated));
        Assert.Equal([(717_594L, 2L), (4L, 8L)], dump.Goroutines.Select(g => (g.Count, g.Line)));
        Assert.Equal(
            [
                ("sync.runtime_SemacquireMutex", "/usr/local/go/src/runtime/sema.go", 71, 0x3eUL, false),
                ("sync.(*Mutex).Lock", "/usr/local/go/src/sync/mutex.go", 134, 0x109UL, true),
                ("github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent", "/src/docker/daemon/inspect.go", 40, 0x8dUL, false),
            ],
            dump[0].Stack.Frames.Select(f => (f.Function, f.File!, f.Line, f.Offset, f.IsInlined)));
        Assert.Equal("C:/Program Files/x/cmd/thing/main.go", dump[1].Stack.Frames[0].File);
        Assert.Equal("\"y", dump[0].ReadDetails().Labels["x"]);
        Assert.Empty(dump.FindWords([new AddressRange(0, ulong.MaxValue)]));
    }

    [Theory]
    [InlineData("", "\r\n")]
    [InlineData("    ", "\n")]
    [InlineData("Nov 23 18:24:28 node-a dockerd[1234]: ", "\n")]
    [InlineData("> ", "\n")]
    [InlineData("2026-11-23T18:24:28.1Z ", "\n")]
    public void WrappedProfile_IsTheSame(string prefix, string end)
    {
        string text = "other lines\n" + string.Concat(Plain.Split('\n').Select(l => prefix + l + end));
        ParsedDumps parsed = GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Empty(parsed.Problems);
        GoroutineDump dump = Assert.Single(parsed.Dumps);
        Assert.Equal(Describe(GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(Plain)).Dumps[0]), Describe(dump));
        Assert.Equal(2, dump.Line);
    }

    [Fact]
    public void TabsBecomeBlanks_IsTheSame() => Assert.Equal(717_594, GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(Plain.Replace("\t", "   "))).Dumps[0][0].Count);

    [Fact]
    public void TwoProfiles_AreTwoDumps()
    {
        ParsedDumps parsed = GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(Plain + Plain));
        Assert.Equal([722_373L, 722_373L], parsed.Dumps.Select(d => d.Total));
    }

    [Fact]
    public void CutInTheLastEntry_IsTold()
    {
        ParsedDumps parsed = GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(Plain[..Plain.IndexOf("C:/Pro", StringComparison.Ordinal)]));
        Assert.True(Assert.Single(parsed.Dumps).IsTruncated);
        Assert.Contains(parsed.Problems, p => p.Code == ParseProblemCode.CutAtEnd);
    }

    [Fact]
    public void CutBeforeTheFirstLine_IsTold()
    {
        ParsedDumps parsed = GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(Plain[(Plain.IndexOf('\n') + 1)..]));
        Assert.Equal(ParseProblemCode.CutAtStart, Assert.Single(parsed.Problems).Code);
        Assert.Equal((717_598L, true), (parsed.Dumps[0].Total, parsed.Dumps[0].IsCutAtStart));
    }

    [Fact]
    public void FiveRenderingsOfOneState_AgreeInTheirTotals()
    {
        string[] all = ["2.net.http.pprof.goroutine.debug1.txt", "2.net.http.pprof.goroutine.debug2.txt", "2.pprof.lookup.goroutine.debug1.txt", "2.pprof.lookup.goroutine.debug2.txt", "2.runtime.stack.txt"];
        List<long> totals = [];
        foreach (string name in all)
        {
            ParsedDumps parsed = GoroutineDumpParser.Parse(SharedCases.Read("public", "21-parser-fixtures-go-profiler-notes/" + name));
            Assert.Empty(parsed.Problems);
            GoroutineDump dump = Assert.Single(parsed.Dumps);
            Assert.True(dump.IsComplete, name);
            Assert.Equal(dump.Total, dump.Goroutines.Sum(g => g.Count));
            totals.Add(dump.Total);
        }

        // The two taken over HTTP have the goroutine that serves the request, too.
        Assert.Equal([10, 10, 9, 9, 9], totals);
    }

    private static string Describe(GoroutineDump dump) =>
        string.Join('\n', dump.Goroutines.Select(g => $"{g.Count} {string.Join(", ", g.Stack.Frames)} {string.Join(", ", g.ReadDetails().Labels)}"));
}
