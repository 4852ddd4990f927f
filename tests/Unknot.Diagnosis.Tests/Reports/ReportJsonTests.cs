using System.Text.Json;
using Unknot.Diagnosis.Reports;

namespace Unknot.Diagnosis.Tests.Reports;

/// <summary>The contract of DESIGN §5: these names, these meanings.</summary>
public sealed class ReportJsonTests
{
    private static readonly JsonElement Json = JsonDocument.Parse(ReportJson.ToText(SampleNodes.Knotted().Report())).RootElement;

    [Theory]
    [InlineData("", "schemaVersion verdict rootBlockers chains waiters resources findings remediation evidence gaps")]
    [InlineData("rootBlockers", "waiter component pid goroutine containerId reason summary confidence waitersBehind certainty")]
    [InlineData("chains", "links")]
    [InlineData("chains.links", "waiter resource relation rule certainty evidence")]
    [InlineData("waiters", "id kind component pid goroutine tid state waitingSince frames")]
    [InlineData("resources", "id kind address path pid inode method containerId waiters holder holderCertainty")]
    [InlineData("findings", "reason severity message evidence references remediation")]
    [InlineData("remediation", "steps")]
    [InlineData("remediation.steps", "action target impact why command")]
    [InlineData("remediation.steps.impact", "containersLost podsRestarted note")]
    [InlineData("evidence", "id source collectedAt location digest")]
    [InlineData("gaps", "source target reason errno")]
    public void Names_OfTheContract_AreThere(string path, string names)
    {
        List<JsonElement> objects = At(Json, path);
        Assert.NotEmpty(objects);
        Assert.All(objects, o => Assert.All(names.Split(' '), name => Assert.True(o.TryGetProperty(name, out _), $"{path}.{name} is missing")));
    }

    [Fact]
    public void Names_Everywhere_AreCamelCase() => Assert.All(Names(Json), n => Assert.Matches("^[a-z][a-zA-Z0-9]*$", n));

    [Fact]
    public void Values_OfTheContract_AreSpelledAsThere()
    {
        Assert.Equal("unknot.dev/report/v1", Json.GetProperty("schemaVersion").GetString());
        Assert.Equal("knotted", Json.GetProperty("verdict").GetString());
        Assert.All(At(Json, "rootBlockers"), r => Assert.Contains(r.GetProperty("certainty").GetString(), (string[])["exact", "inferred", "assumed"]));
        Assert.All(At(Json, "rootBlockers"), r => Assert.InRange(r.GetProperty("confidence").GetDouble(), 0, 1));
        Assert.All(At(Json, "waiters"), w => Assert.Contains(w.GetProperty("kind").GetString(), (string[])["goroutine", "thread", "process", "external"]));
        Assert.All(At(Json, "resources"), r => Assert.Matches("^[a-z]+(-[a-z]+)*$", r.GetProperty("kind").GetString()!));
        Assert.All(At(Json, "findings"), f => Assert.Matches("^[A-Z][A-Za-z0-9]+$", f.GetProperty("reason").GetString()!));
        Assert.Contains(At(Json, "resources"), r => r.GetProperty("address").GetString() == "0xc000a00");
    }

    [Theory]
    [InlineData("clear", 0)]
    [InlineData("undetermined", 3)]
    public void Verdict_OfOtherNodes_IsInLowerCase(string verdict, int exitCode)
    {
        Waits.SnapshotBuilder node = new();
        if (verdict == "clear") node.Process(10, 1, "/usr/bin/dockerd").Dump("dockerd", "1 chan receive\nmain.main()", 10);
        Report report = node.Report();
        Assert.Equal(exitCode, report.ExitCode);
        JsonElement json = JsonDocument.Parse(ReportJson.ToText(report)).RootElement;
        Assert.Equal(verdict, json.GetProperty("verdict").GetString());
        Assert.Equal(0, json.GetProperty("rootBlockers").GetArrayLength());
    }

    [Fact]
    public void Root_IsTheMuteOwnerAtTheEndOfTheChain()
    {
        JsonElement root = At(Json, "rootBlockers")[0];
        Assert.Equal(("systemd", 50), (root.GetProperty("component").GetString(), root.GetProperty("pid").GetInt32()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("goroutine").ValueKind);
        JsonElement last = Json.GetProperty("chains")[0].GetProperty("links").EnumerateArray().Last();
        Assert.Equal(root.GetProperty("waiter").GetString(), last.GetProperty("waiter").GetString());
    }

    [Fact]
    public void Links_Alternate_AndReferToWhatIsListed()
    {
        string[] waiters = Ids("waiters"), resources = Ids("resources"), evidence = Ids("evidence");
        foreach (JsonElement chain in At(Json, "chains"))
        {
            bool waiter = true;
            foreach (JsonElement link in chain.GetProperty("links").EnumerateArray())
            {
                Assert.Contains(link.GetProperty(waiter ? "waiter" : "resource").GetString(), waiter ? waiters : resources);
                Assert.Equal(JsonValueKind.Null, link.GetProperty(waiter ? "resource" : "waiter").ValueKind);
                Assert.All(link.GetProperty("evidence").EnumerateArray(), e => Assert.Contains(e.GetString(), evidence));
                waiter = !waiter;
            }
        }
    }

    [Fact]
    public void WaitingSince_IsTheDumpsTimeMinusTheWait()
    {
        JsonElement waiter = At(Json, "waiters").First(w => w.GetProperty("goroutine").ValueKind == JsonValueKind.Number && w.GetProperty("goroutine").GetInt64() == 5);
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 9, 57, 1, TimeSpan.Zero), waiter.GetProperty("waitingSince").GetDateTimeOffset());
    }

    [Fact]
    public void Stream_HoldsTheSameText()
    {
        Report report = SampleNodes.Knotted().Report();
        using MemoryStream stream = new();
        ReportJson.Write(report, stream);
        Assert.Equal(ReportJson.ToText(report), System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string[] Ids(string list) => [.. At(Json, list).Select(o => o.GetProperty("id").GetString()!)];

    private static List<JsonElement> At(JsonElement element, string path)
    {
        List<JsonElement> at = [element];
        foreach (string name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
            at = [.. at.Select(e => e.GetProperty(name)).SelectMany(e => e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().ToArray() : [e])];
        return at;
    }

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}
