using System.Text.Json;
using Unknot.Tests.Goroutines;

namespace Unknot.Tests.EndToEnd;

public sealed class GoroutinesTests
{
    private static JsonElement Json(ProgramRun run)
    {
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    [Fact]
    public void Text_HasGroupsWaitsAndLocksIn80Columns()
    {
        using ScratchFolder folder = new();
        ProgramRun run = UnknotProgram.Run("goroutines", folder.Add("d.log", Dumps.Wedged));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("6 goroutines in 4 groups", run.Output);
        Assert.Contains("semacquire  3m+ to 12m+", run.Output);
        Assert.Contains("daemon.(*Daemon).ContainerInspectCurrent", run.Output);
        Assert.Contains("0xc001112900", run.Output);
        Assert.DoesNotContain('\x1b', run.Output);
        Assert.All(run.Output.Split('\n').Skip(1), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Json_HasTheContractsShape()
    {
        JsonElement report = Json(UnknotProgram.Run(["goroutines", "-", "--format", "json"], Dumps.Wedged));
        Assert.Equal("unknot.dev/goroutines/v1", report.GetProperty("schemaVersion").GetString());
        Assert.Equal(6, report.GetProperty("total").GetInt64());
        Assert.False(report.GetProperty("truncated").GetBoolean());
        JsonElement group = report.GetProperty("groups")[0];
        Assert.Equal(2, group.GetProperty("count").GetInt64());
        Assert.Equal("semacquire", group.GetProperty("state").GetString());
        Assert.Equal("semacquire", group.GetProperty("waitReason").GetString());
        Assert.Equal((180, 720), (group.GetProperty("minWait").GetInt64(), group.GetProperty("maxWait").GetInt64()));
        Assert.Equal([364, 366], group.GetProperty("goroutines").EnumerateArray().Select(g => g.GetInt64()));
        Assert.Equal("net/http.(*Server).Serve", group.GetProperty("createdBy").GetString());
        JsonElement frame = group.GetProperty("frames")[1];
        Assert.Equal("sync.(*Mutex).lockSlow", frame.GetProperty("function").GetString());
        Assert.Equal("/usr/lib/go-1.19/src/sync/mutex.go", frame.GetProperty("file").GetString());
        Assert.Equal(171, frame.GetProperty("line").GetInt32());
        Assert.False(frame.GetProperty("inlined").GetBoolean());
        Assert.Equal(["0xc001112900"], frame.GetProperty("arguments").EnumerateArray().Select(a => a.GetString()));
        Assert.True(group.GetProperty("frames")[2].GetProperty("inlined").GetBoolean());
        JsonElement awaited = Assert.Single(report.GetProperty("locks").EnumerateArray().ToArray());
        Assert.Equal(("Mutex", "0xc001112900"), (awaited.GetProperty("kind").GetString(), awaited.GetProperty("address").GetString()));
        Assert.Equal([364, 366], awaited.GetProperty("waiters").EnumerateArray().Select(w => w.GetInt64()));
        Assert.Equal(0, awaited.GetProperty("holders").GetArrayLength());
        Assert.Equal(0, report.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public void CutDump_SaysTruncatedAndTheProblemsLine()
    {
        string cut = Dumps.Wedged[..(Dumps.Wedged.IndexOf("ContainerInspectCurrent", StringComparison.Ordinal) + 10)];
        JsonElement report = Json(UnknotProgram.Run(["goroutines", "-", "--format", "json"], cut));
        Assert.True(report.GetProperty("truncated").GetBoolean());
        JsonElement problem = report.GetProperty("problems").EnumerateArray().First(p => p.GetProperty("code").GetString() == "CutAtEnd");
        Assert.True(problem.GetProperty("line").GetInt64() > 0);
    }

    [Fact]
    public void Filters_AreAppliedAndTotalStays()
    {
        JsonElement report = Json(UnknotProgram.Run(["goroutines", "-", "--format", "json", "--state", "semacquire", "--longer-than", "5m", "--func", "ContainerInspect"], Dumps.Wedged));
        Assert.Equal((6, 1), (report.GetProperty("total").GetInt64(), report.GetProperty("selected").GetInt64()));
    }

    [Fact]
    public void Pointer_IsMarkedInItsFrame()
    {
        ProgramRun run = UnknotProgram.Run(["goroutines", "-", "--pointer", "0xc001112800"], Dumps.Wedged);
        string line = Assert.Single(run.Output.Split('\n'), l => l.Contains("<- word", StringComparison.Ordinal));
        Assert.Contains("containerStart  <- word 2", line);
    }

    [Fact]
    public void Diff_ShowsWhoStayedAndGrowth()
    {
        using ScratchFolder folder = new();
        string before = folder.Add("old.log", Dumps.Wedged), after = folder.Add("new.log", Dumps.WedgedLater);
        JsonElement diff = Json(UnknotProgram.Run("goroutines", "--diff", before, after, "--format", "json"));
        Assert.Equal("unknot.dev/goroutines-diff/v1", diff.GetProperty("schemaVersion").GetString());
        Assert.Equal(366, diff.GetProperty("stayed")[0].GetProperty("goroutines")[0].GetInt64());
        Assert.Equal(2, diff.GetProperty("resized")[0].GetProperty("growth").GetInt64());
        string text = UnknotProgram.Run("goroutines", "--diff", before, after).Output;
        Assert.Contains("6 goroutines → 5 (-1)", text);
        Assert.Contains("2 → 4  semacquire", text);
    }

    [Fact]
    public void NoGoroutine_IsExitCode3()
    {
        ProgramRun run = UnknotProgram.Run(["goroutines", "-"], "nothing of the kind\n");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("no goroutine found", run.Error);
    }

    [Fact]
    public void OutputFile_IsWrittenWholeAndNothingOnStandardOutput()
    {
        using ScratchFolder folder = new();
        string report = Path.Combine(folder.Root, "report.json");
        ProgramRun run = UnknotProgram.Run(["goroutines", "-", "--format", "json", "-o", report], Dumps.Wedged);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Equal(6, JsonDocument.Parse(File.ReadAllText(report)).RootElement.GetProperty("total").GetInt64());
        Assert.Equal([report], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Limit_SaysWhatWasLeftOut() => Assert.Contains("3 more groups with 4 goroutines", UnknotProgram.Run(["goroutines", "-", "--limit", "1"], Dumps.Wedged).Output);

    [Fact]
    public void Columns_AreHonoured()
    {
        string wide = UnknotProgram.Run(["goroutines", "-"], Dumps.Wedged, environment: ("COLUMNS", "120")).Output;
        Assert.Contains(wide.Split('\n'), l => l.Length == 120);
    }

    [Fact]
    public void Colours_OnlyWhenAskedFor()
    {
        Assert.Contains('\x1b', UnknotProgram.Run(["goroutines", "-", "--color", "always"], Dumps.Wedged).Output);
        Assert.DoesNotContain('\x1b', UnknotProgram.Run(["goroutines", "-", "--color", "auto"], Dumps.Wedged).Output);
    }

    [Fact]
    public void HostileNames_ReachNoTerminal()
    {
        string hostile = Dumps.Wedged.Replace("main.worker", "main.\x1b]0;owned\a\u202eworker").Replace("/src/main.go", "/src/\u009b2Jmain.go");
        ProgramRun text = UnknotProgram.Run(["goroutines", "-"], hostile);
        Assert.Equal(0, text.ExitCode);
        Assert.DoesNotContain(text.Output, c => c is '\x1b' or '\a' or '\u202e' or '\u009b');
        ProgramRun json = UnknotProgram.Run(["goroutines", "-", "--format", "json"], hostile);
        Assert.DoesNotContain(json.Output, c => c is '\x1b' or '\a' or '\u202e' or '\u009b');
    }
}
