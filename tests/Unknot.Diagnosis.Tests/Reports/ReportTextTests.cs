using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Tests.Waits;

namespace Unknot.Diagnosis.Tests.Reports;

public sealed class ReportTextTests
{
    private static string Text(Report report, int width = 80, bool ink = false, bool evidence = true)
    {
        using StringWriter writer = new();
        ReportText.Write(report, writer, width, new Ink(ink), evidence);
        return writer.ToString();
    }

    [Fact]
    public void GapsOfOneKind_AreJoinedAndAllAreCounted()
    {
        Report report = new()
        {
            Verdict = Verdict.Undetermined,
            Headline = "x",
            Gaps =
            [
                new("proc", "pid 1", "one of its own", "EIO"),
                .. Enumerable.Range(2, 1_000).Select(i => new ReportGap("proc", $"pid {i}", "reading cmdline did not return within 400 ms", "ETIMEDOUT")),
                .. Enumerable.Range(1, 30).Select(i => new ReportGap("docker", $"inspect {i}", $"reason {i}", null)),
            ],
        };
        string text = Text(report);
        Assert.Contains("  pid 1: one of its own (EIO)\n  pid 2, pid 3, pid 4 and 997 more: reading cmdline did not return within 400 ms\n    (ETIMEDOUT)\n  inspect 1: reason 1\n", text);
        Assert.Contains("  inspect 18: reason 18\n  and 12 more (all are in the JSON)\n", text);
    }

    [Theory]
    [InlineData(0, "as root")]
    [InlineData(1000, "as uid 1000")]
    public void NodeThatWasReadItself_IsSaidWithItsTime(int uid, string said)
    {
        Report report = new()
        {
            Verdict = Verdict.Clear, Headline = "Nothing is knotted.", LookedAt = ["3 processes"], Collection = new("node1", new DateTimeOffset(2026, 11, 24, 9, 0, 1, TimeSpan.FromHours(1)), 2.14, uid),
        };
        Assert.Equal($"CLEAR  Nothing is knotted.\n  looked at  node1 at 2026-11-24 08:00:01 UTC, for 2.1 s, {said}: 3 processes\n", Text(report, width: 120, evidence: false));
    }

    [Theory]
    [InlineData("dbus-mute")]
    [InlineData("frozen-exec")]
    [InlineData("fuse-dockerd")]
    [InlineData("healthy-busy")]
    [InlineData("notready-dbus")]
    [InlineData("stop-containerd-start")]
    [InlineData("stop-shim-exec")]
    [InlineData("wrap-create")]
    public void LabCase_FitsEightyColumns(string name) => AssertFits(Text(Diagnoser.Diagnose(SampleNodes.Lab(name))), 80);

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(132)]
    public void Knotted_FitsTheWidthAsked(int width) => AssertFits(Text(SampleNodes.Knotted().Report(), width), width);

    [Theory]
    [InlineData(10, 60)]
    [InlineData(100_000, 160)]
    public void Width_OutOfRange_IsBroughtIntoIt(int asked, int width) => Assert.Equal(Text(SampleNodes.Knotted().Report(), width), Text(SampleNodes.Knotted().Report(), asked));

    [Fact]
    public void Knotted_SaysTheRootTheChainAndWhatToDo()
    {
        string text = Text(SampleNodes.Knotted().Report());
        Assert.StartsWith("KNOTTED  ", text);
        foreach (string part in (string[])["pid 50", "The chain", "container lock 0xc000a00", "ROOT", "What to do", "What could not be read", "EACCES", "Evidence"]) Assert.Contains(part, text);
        Assert.DoesNotContain("\x1b", text);
    }

    [Fact]
    public void Clear_SaysSoAndWhatWasLookedAt()
    {
        string text = Text(new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Dump("dockerd", "1 chan receive\nmain.main()", 10).Report());
        Assert.StartsWith("CLEAR  ", text);
        Assert.Contains("1 process", text);
    }

    [Fact]
    public void Undetermined_NamesTheCommands() => Assert.Contains("kill -USR1", Text(new SnapshotBuilder().Report()));

    [Fact]
    public void Colours_OnlyUnderline()
    {
        string plain = Text(SampleNodes.Knotted().Report()), inked = Text(SampleNodes.Knotted().Report(), ink: true);
        Assert.Contains("\x1b[", inked);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(inked, "\x1b\\[[0-9;]*m", ""));
    }

    [Theory]
    [InlineData("longword")]
    [InlineData("escape")]
    [InlineData("bidi")]
    [InlineData("wide")]
    [InlineData("combining")]
    [InlineData("blanks")]
    [InlineData("newlines")]
    public void HostileNames_FitAndAreNeutralised(string kind)
    {
        string name = kind switch
        {
            "longword" => new string('x', 700),
            "escape" => string.Concat(Enumerable.Repeat("\x1b]0;title\a\x1b[2Jx", 20)),
            "bidi" => string.Concat(Enumerable.Repeat("a\u202eb\u200d", 40)),
            "wide" => string.Concat(Enumerable.Repeat("東京", 120)),
            "combining" => string.Concat(Enumerable.Repeat("e\u0301", 200)),
            "blanks" => new string(' ', 300) + "x y",
            _ => "a\nb\rc\td\x85e\u2028f",
        };
        string text = Text(Hostile(name));
        AssertFits(text, 80);
        Assert.All(text.Where(c => c != '\n'), c => Assert.False(char.IsControl(c), $"U+{(int)c:X4} reached the terminal"));
        Assert.All(text.EnumerateRunes(), r => Assert.NotEqual(UnicodeCategory.Format, Rune.GetUnicodeCategory(r)));
    }

    // The name stands in as many places as a file of the evidence can put it into.
    private static Report Hostile(string name)
    {
        SnapshotBuilder node = new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A)).Process(21, 20, Ids.RuncCreate(Ids.A), age: 60).Process(40, 1, "/usr/bin/dbus-daemon --system")
            .Socket(21, 100, 101).Socket(40, 101, 100, "/run/dbus/system_bus_socket").Socket(50, 200, 201, received: 688).Socket(40, 201, 200, "/run/dbus/system_bus_socket")
            .Process(30, 29, "/usr/bin/dockerd").Mount(name, "/mnt/" + name, "fuse").Thread(30, 31, ["request_wait_answer"]).Log("pleg-unhealthy", name);
        Evidence.ProcessEvidence owner = node.Snapshot.ProcessOf(50);
        (owner.ParentPid, owner.Name, owner.CommandLine, owner.Arguments) = (1, name, name, [name, name]);
        owner.AddOrigin(new Evidence.Provenance(new Evidence.EvidenceFile("ps", name), 3));
        node.Snapshot.Gaps.Add(new Evidence.Gap("proc", name, name, name));
        node.Snapshot.Nodes.Add(new Evidence.NodeEvidence(name, [new Evidence.NodeCondition("Ready", "False", name, name, null)], new Dictionary<string, string>(), new Evidence.Provenance(new Evidence.EvidenceFile("node", name), 1)));
        return node.Report();
    }

    private static void AssertFits(string text, int width)
    {
        Assert.EndsWith("\n", text);
        Assert.All(text.Split('\n'), line => Assert.True(Cells(line) <= width, $"{Cells(line)} columns: {line}"));
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    }

    // As wcwidth counts: combining marks take no cell, East Asian wide characters take two.
    private static int Cells(string line) => line.EnumerateRunes().Sum(r => Rune.GetUnicodeCategory(r) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0 : r.Value is >= 0x1100 and (<= 0x115f or >= 0x2e80 and <= 0xa4cf or >= 0xac00 and <= 0xd7a3 or >= 0xf900 and <= 0xfaff or >= 0xfe30 and <= 0xfe6f or >= 0xff00 and <= 0xff60 or >= 0x1f300 and <= 0x1faff or >= 0x20000 and <= 0x3fffd) ? 2 : 1);
}
