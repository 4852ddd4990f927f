using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class HeaderTests
{
    private const string Frame = "example.com/app.run()\n\t/src/app/run.go:10 +0x1d\ncreated by main.main\n\t/src/main.go:5 +0x2a\n";

    [Theory]
    [InlineData("goroutine 7 [running]:", 7, "running", null, false)]
    [InlineData("goroutine 7 [select]:", 7, "select", null, false)]
    [InlineData("goroutine 7 [semacquire, 12 minutes]:", 7, "semacquire", 12, false)]
    [InlineData("goroutine 7 [chan receive, 71963 minutes]:", 7, "chan receive", 71963, false)]
    [InlineData("goroutine 7 [syscall, 3 minutes, locked to thread]:", 7, "syscall", 3, true)]
    [InlineData("goroutine 7 [sleep, locked to thread]:", 7, "sleep", null, true)]
    [InlineData("goroutine 7 [select (no cases)]:", 7, "select (no cases)", null, false)]
    [InlineData("goroutine 7 [chan receive (nil chan), 2 minutes]:", 7, "chan receive (nil chan)", 2, false)]
    [InlineData("goroutine 7 [GC worker (idle)]:", 7, "GC worker (idle)", null, false)]
    [InlineData("goroutine 7 [IO wait (scan), 4 minutes]:", 7, "IO wait", 4, false)]
    [InlineData("goroutine 7 [sync.Mutex.Lock, 1 minutes]:", 7, "sync.Mutex.Lock", 1, false)]
    [InlineData("goroutine 7 [chan send (durable), synctest bubble 3]:", 7, "chan send", null, false)]
    [InlineData("goroutine 7 [chan receive (leaked)]:", 7, "chan receive", null, false)]
    [InlineData("goroutine 7 [???]:", 7, "???", null, false)]
    [InlineData("goroutine 7 gp=0xc000002380 m=nil [select, 3 minutes]:", 7, "select", 3, false)]
    [InlineData("goroutine 0 gp=0x5c8a80 m=0 mp=0x5c9640 [idle]:", 0, "idle", null, false)]
    [InlineData("goroutine 7 [running labels:{\"foo\": \"bar\"}]:", 7, "running", null, false)]
    [InlineData("goroutine 7 [chan receive, 5 minutes, locked to thread labels:{\"a\": \"x, y]:\", \"b\": \"2\"}]:", 7, "chan receive", 5, true)]
    [InlineData("goroutine 9223372036854775807 [runnable]:", long.MaxValue, "runnable", null, false)]
    public void Header_KnownForm_IsRead(string header, long id, string state, int? minutes, bool isLocked)
    {
        // Twice, because the second goes another way in the parser: the state is known by then.
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(header + "\n" + Frame + "\n" + header + "\n" + Frame);
        Assert.Empty(problems);
        Assert.Equal(2, dump.Count);
        Assert.All(dump.Goroutines, goroutine =>
        {
            Assert.Equal(id, goroutine.Id);
            Assert.Equal(state, goroutine.State);
            Assert.Equal(minutes, goroutine.WaitMinutes);
            Assert.Equal(isLocked, goroutine.IsLockedToThread);
            Assert.Equal(1, goroutine.Count);
            Assert.Single(goroutine.Stack.Frames);
        });
        Assert.Equal(1, dump[0].Line);
        Assert.Equal(7, dump[1].Line);
    }

    [Fact]
    public void Header_OfGo123System_GivesGAndM()
    {
        GoroutineDetails details = DumpText.One("goroutine 8 gp=0xc000102000 m=5 mp=0xc000080008 [syscall]:\n" + Frame).ReadDetails();
        Assert.Equal(0xc000102000UL, details.GAddress);
        Assert.Equal(5, details.MId);
        details = DumpText.One("goroutine 8 gp=0xc000102000 m=nil [select]:\n" + Frame).ReadDetails();
        Assert.Equal(0xc000102000UL, details.GAddress);
        Assert.Null(details.MId);
    }

    [Theory]
    [InlineData("{\"foo\": \"bar\"}", "foo", "bar")]
    [InlineData("{foo: bar}", "foo", "bar")]
    [InlineData("{\"a b\": \"say \\\"hi\\\"\\n\\x41\\u00e9\"}", "a b", "say \"hi\"\nAé")]
    [InlineData("{path: \"/v1/{id}]:\"}", "path", "/v1/{id}]:")]
    [InlineData("{key: \"\"}", "key", "")]
    public void Labels_QuotedOrBare_AreRead(string labels, string key, string value)
    {
        GoroutineDetails details = DumpText.One($"goroutine 8 [select, 2 minutes labels:{labels}]:\n" + Frame).ReadDetails();
        Assert.Equal(value, Assert.Contains(key, details.Labels));
        Assert.Single(details.Labels);
    }

    [Fact]
    public void Labels_Several_AreAllRead()
    {
        GoroutineDetails details = DumpText.One("goroutine 8 [running, labels:{\"a\": \"1\", b: 2, \"c, d\": \"3: 4\"}]:\n" + Frame).ReadDetails();
        Assert.Equal(["a=1", "b=2", "c, d=3: 4"], details.Labels.Select(l => $"{l.Key}={l.Value}").Order());
    }

    [Theory]
    [InlineData("goroutine 7 [select", 7)]
    [InlineData("goroutine 7", 7)]
    [InlineData("goroutine 7 []:", 7)]
    [InlineData("goroutine 99999999999999999999 [select]:", 0)]
    public void Header_Odd_KeepsGoroutineAndReportsProblem(string header, long id)
    {
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(header + "\n" + Frame);
        ParseProblem problem = Assert.Single(problems);
        Assert.Equal(ParseProblemCode.OddHeader, problem.Code);
        Assert.Equal(1, problem.Line);
        Goroutine goroutine = Assert.Single(dump.Goroutines);
        Assert.Equal(id, goroutine.Id);
        Assert.Equal("example.com/app.run", Assert.Single(goroutine.Stack.Frames).Function);
    }
}
