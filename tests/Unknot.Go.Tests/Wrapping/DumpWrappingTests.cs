using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Wrapping;

/// <summary>The same dump in every wrapping that tickets hold gives the same goroutines.</summary>
public sealed class DumpWrappingTests
{
    private const string Syslog = "Nov 23 18:24:28 node-a dockerd[1234]: ";

    [Fact]
    public void Plain_IsParsedWhereItLies()
    {
        GoroutineDump dump = SampleDump.AssertSame(SampleDump.Plain);
        Assert.Equal(("plain", "dockerd", true), (dump.Origin.Wrapping, dump.Origin.Program, dump.IsComplete));
        Assert.Equal([1, 9, 15], dump.Goroutines.Select(g => g.Line));
    }

    [Theory]
    [InlineData("    ")]
    [InlineData("        ")]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("\t\t")]
    public void TabsReplaced_FileLinesAreToldByTheirShape(string indentation)
    {
        GoroutineDump dump = SampleDump.AssertSame(SampleDump.Plain.Replace("\t", indentation));
        Assert.Equal("indented", dump.Origin.Wrapping);
    }

    [Fact]
    public void MixedIndentation_IsTakenOff()
    {
        int i = 0;
        SampleDump.AssertSame(SampleDump.PerLine(line => line.Replace("\t", i++ % 3 == 0 ? "      " : "    ")));
    }

    [Fact]
    public void AllLinesIndented_IsTakenOff() => SampleDump.AssertSame(SampleDump.PerLine(line => "        " + line));

    [Fact]
    public void BlankLinesLost_GoroutinesStandApartByTheirHeaders() => SampleDump.AssertSame(SampleDump.Plain.Replace("\n\n", "\n"));

    [Fact]
    public void BlankLinesDoubled_AreDropped() => SampleDump.AssertSame(SampleDump.Plain.Replace("\n", "\n\n"));

    [Fact]
    public void Crlf_IsTakenOff() => Assert.Equal("crlf", SampleDump.AssertSame(SampleDump.Plain.Replace("\n", "\r\n")).Origin.Wrapping);

    [Fact]
    public void Utf16_IsRead()
    {
        byte[] input = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(SampleDump.Plain.Replace("\n", "\r\n"))];
        GoroutineDump dump = Assert.Single(GoroutineDumpParser.Parse(input).Dumps);
        Assert.Equal(("utf-16+crlf", 3), (dump.Origin.Wrapping, dump.Count));
        Assert.Equal(DumpFormat.Text, GoroutineDumpParser.Recognise(input));
    }

    [Fact]
    public void Utf8Mark_IsPassedOver() => SampleDump.AssertSame("\ufeff" + SampleDump.Plain);

    [Fact]
    public void Gzip_IsUnpacked()
    {
        byte[] input = Gzip(Encoding.UTF8.GetBytes(SampleDump.Plain));
        ParsedDumps parsed = GoroutineDumpParser.Parse(input);
        Assert.Empty(parsed.Problems);
        Assert.Equal(("gzip", 3), (Assert.Single(parsed.Dumps).Origin.Wrapping, parsed.Dumps[0].Count));
        Assert.Equal(DumpFormat.Text, GoroutineDumpParser.Recognise(input));
    }

    [Fact]
    public void GzipCutShort_KeepsWhatCameOut()
    {
        byte[] input = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(SampleDump.Plain.Replace("120", "121") + "\n", 50))));
        ParsedDumps parsed = GoroutineDumpParser.Parse(input.AsMemory(0, input.Length - 20));
        Assert.Contains(parsed.Problems, p => p.Code == ParseProblemCode.DamagedCompression);
        Assert.NotEmpty(parsed.Dumps);
    }

    [Theory]
    [InlineData("Nov 23 18:24:28 node-a dockerd[1234]: ")]
    [InlineData("Nov  3 18:24:28.123456 node-a dockerd[1234]: ")]
    [InlineData("2026-11-23T18:24:28+0000 node-a dockerd[1234]: ")]
    [InlineData("2026-11-23T18:24:28.123456+00:00 node-a dockerd[1234]: ")]
    [InlineData("Mon 2026-11-23 18:24:28 UTC node-a dockerd[1234]: ")]
    [InlineData("1795458268.123456 node-a dockerd[1234]: ")]
    [InlineData("[12345.678901] node-a dockerd[1234]: ")]
    [InlineData("18:24:28 dockerd[1234]: ")]
    [InlineData("dockerd[1234]: ")]
    [InlineData("<30>Nov 23 18:24:28 node-a dockerd[1234]: ")]
    [InlineData("<30>1 2026-11-23T18:24:28.123Z node-a dockerd 1234 - - ")]
    public void SyslogPrefix_GivesProgramAndPid(string prefix)
    {
        GoroutineDump dump = SampleDump.AssertSame(SampleDump.PerLine(line => prefix + line));
        Assert.Equal(("dockerd", 1234, "syslog-prefix"), (dump.Origin.Program, dump.Origin.Pid, dump.Origin.Wrapping));
    }

    [Theory]
    [InlineData("2026-11-23T18:24:28.123456789Z ", "time-prefix")]
    [InlineData("2026-11-23T18:24:28.123456789Z stderr F ", "time-prefix")]
    [InlineData("2026/11/23 18:24:28 ", "time-prefix")]
    [InlineData("[2026-11-23 18:24:28] ", "time-prefix")]
    [InlineData("> ", "plain")]
    [InlineData("dockerd_1  | ", "line-prefix")]
    [InlineData("[pod/dockerd-x/main] ", "line-prefix")]
    [InlineData("// ", "line-prefix")]
    public void OtherPrefix_IsTakenOff(string prefix, string wrapping)
    {
        GoroutineDump dump = SampleDump.AssertSame(SampleDump.PerLine(line => prefix + line));
        Assert.Equal(wrapping, dump.Origin.Wrapping);
        Assert.Null(dump.Origin.Pid);
    }

    [Fact]
    public void PrefixWithClock_GivesTimeOfTheDump()
    {
        GoroutineDump dump = SampleDump.AssertSame(SampleDump.PerLine(line => "2026-11-23T18:24:28.5+01:00 node-a dockerd[1234]: " + line));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 18, 24, 28, 500, TimeSpan.FromHours(1)), dump.Origin.Time);
    }

    [Fact]
    public void JournalWithoutBlankLinesAndTabs_IsRead() =>
        SampleDump.AssertSame(string.Join('\n', SampleDump.Lines.Where(l => l.Length > 0).Select(l => Syslog + l.TrimStart())) + "\n");

    [Fact]
    public void RsyslogControlEscapes_AreUndone() => SampleDump.AssertSame(SampleDump.PerLine(line => Syslog + line.Replace("\t", "#011")));

    [Fact]
    public void RsyslogOneLine_IsUndone() => SampleDump.AssertSame(Syslog + SampleDump.Plain.Replace("\n", "#012").Replace("\t", "#011") + "\n");

    [Fact]
    public void LogrusPerLine_IsTakenOff()
    {
        GoroutineDump dump = SampleDump.AssertSame(SampleDump.PerLine(line => $"time=\"2026-11-23T18:24:28Z\" level=info msg=\"{line.Replace("\t", "\\t")}\" pid=77"));
        Assert.Equal("logrus", dump.Origin.Wrapping);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 18, 24, 28, TimeSpan.Zero), dump.Origin.Time);
    }

    [Fact]
    public void LogrusOneLine_IsUnescapedAndItsPidCounts()
    {
        GoroutineDump dump = SampleDump.AssertSame(Logrus(SampleDump.Plain) + " namespace=moby pid=18387 runtime=io.containerd.runc.v2\n");
        Assert.Equal((18387, "logrus-escaped", 1), (dump.Origin.Pid, dump.Origin.Wrapping, dump.Line));
        Assert.All(dump.Goroutines, g => Assert.Equal(1, g.Line));
    }

    [Fact]
    public void LogrusWithRealLineFeeds_IsRead()
    {
        string text = $"time=\"2021-06-23T16:35:07+08:00\" level=info msg=\"=== BEGIN goroutine stack dump ===\n{SampleDump.Plain}\n=== END goroutine stack dump ===\" namespace=moby pid=119820\n";
        Assert.Equal(119820, SampleDump.AssertSame(text).Origin.Pid);
    }

    [Fact]
    public void LogrusOneLineBehindSyslogPrefix_OtherProgramsPidIsNotTaken()
    {
        GoroutineDump dump = SampleDump.AssertSame("Nov 23 18:24:28 node-a k3s[1234]: " + Logrus(SampleDump.Plain) + "\n");
        Assert.Equal(("dockerd", null), (dump.Origin.Program, dump.Origin.Pid));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(333)]
    [InlineData(1000)]
    public void LogrusOneLineCutByTheJournal_IsJoined(int size)
    {
        string line = Logrus(SampleDump.Plain) + " pid=5";
        GoroutineDump dump = SampleDump.AssertSame(string.Concat(Chunks(line, size).Select(c => Syslog + c + "\n")));
        Assert.Equal("syslog-prefix+logrus-escaped", dump.Origin.Wrapping);
    }

    [Fact]
    public void JsonOneLine_IsUnescaped()
    {
        string text = JsonSerializer.Serialize(new { level = "info", msg = Marked(SampleDump.Plain), pid = 42, time = "2026-11-23T18:24:28Z", extra = new { a = new[] { 1, 2 } } });
        GoroutineDump dump = SampleDump.AssertSame("{\"msg\":\"other\"}\n" + text + "\nplain text\n");
        Assert.Equal((42, "json", 2), (dump.Origin.Pid, dump.Origin.Wrapping, dump.Line));
    }

    [Fact]
    public void DockerJsonFile_IsRead() =>
        SampleDump.AssertSame(SampleDump.PerLine(line => JsonSerializer.Serialize(new { log = line + "\n", stream = "stderr", time = "2026-11-23T18:24:28.1Z" })));

    [Fact]
    public void DockerJsonFileAroundLogrus_IsRead() =>
        SampleDump.AssertSame(JsonSerializer.Serialize(new { log = Logrus(SampleDump.Plain) + "\n", stream = "stderr" }) + "\n");

    [Fact]
    public void JournalJson_IsRead()
    {
        GoroutineDump dump = SampleDump.AssertSame(SampleDump.PerLine(line =>
            $"{{\"__REALTIME_TIMESTAMP\":\"1795458268123456\",\"_PID\":\"1234\",\"SYSLOG_IDENTIFIER\":\"dockerd\",\"MESSAGE\":{Message(line)}}}"));
        Assert.Equal(("dockerd", 1234, "journal-export"), (dump.Origin.Program, dump.Origin.Pid, dump.Origin.Wrapping));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(17954582681234560), dump.Origin.Time);

        // journalctl prints a message with control characters as numbers.
        static string Message(string line) => line.StartsWith('\t') ? $"[{string.Join(',', Encoding.UTF8.GetBytes(line))}]" : JsonSerializer.Serialize(line);
    }

    [Fact]
    public void JournalExport_IsRead()
    {
        MemoryStream export = new();
        foreach (string line in SampleDump.Lines)
        {
            byte[] message = Encoding.UTF8.GetBytes(line);
            export.Write(Encoding.UTF8.GetBytes("__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795458268123456\nPRIORITY=6\n"));
            if (line.StartsWith('\t')) export.Write([.. "MESSAGE\n"u8, .. BitConverter.GetBytes((ulong)message.Length), .. message, .. "\n"u8]);
            else export.Write(Encoding.UTF8.GetBytes($"MESSAGE={line}\n"));
            export.Write("_PID=1234\nSYSLOG_IDENTIFIER=dockerd\n\n"u8);
        }

        ParsedDumps parsed = GoroutineDumpParser.Parse(export.ToArray());
        Assert.Empty(parsed.Problems);
        GoroutineDump dump = Assert.Single(parsed.Dumps);
        Assert.Equal(SampleDump.Describe(SampleDump.Parse(SampleDump.Plain).Dumps[0]), SampleDump.Describe(dump));
        Assert.Equal((1234, 4), (dump.Origin.Pid, dump.Line));
    }

    [Fact]
    public void JournalVerbose_IsRead() => SampleDump.AssertSame(SampleDump.PerLine(line =>
        $"Mon 2026-11-23 18:24:28.123456 UTC [s=1;i=2]\n    PRIORITY=6\n    _PID=1234\n    SYSLOG_IDENTIFIER=dockerd\n    MESSAGE={line}"));

    [Fact]
    public void Html_IsTakenOff()
    {
        string escaped = SampleDump.Plain.Replace("&", "&amp;").Replace("<", "&lt;").Replace("(", "&#40;").Replace("\t", "&nbsp;&nbsp;");
        Assert.Contains("html", SampleDump.AssertSame("<html><body><p>see:</p>\n<pre><code>" + escaped + "</code></pre>\n").Origin.Wrapping);
        SampleDump.AssertSame("<div>" + escaped.Replace("\n", "<br/>") + "</div>");
    }

    [Fact]
    public void MarkdownFence_IsTakenOff() => SampleDump.AssertSame("It hangs:\n```\n" + SampleDump.Plain + "```\nWhat now?\n");

    [Fact]
    public void Reversed_IsTurnedRound()
    {
        string text = string.Join('\n', SampleDump.Lines.Where(l => l.Length > 0).Reverse().Select(l => Syslog + l.TrimStart())) + "\n";
        ParsedDumps parsed = SampleDump.Parse(text);
        Assert.Equal(ParseProblemCode.ReversedOrder, Assert.Single(parsed.Problems).Code);
        GoroutineDump dump = Assert.Single(parsed.Dumps);
        Assert.Equal(SampleDump.Describe(SampleDump.Parse(SampleDump.Plain).Dumps[0]), SampleDump.Describe(dump));
        Assert.Equal([25L, 18L, 13L], dump.Goroutines.Select(g => g.Line));
        Assert.Contains("reversed", dump.Origin.Wrapping);
    }

    [Fact]
    public void ReversedJournalJson_IsTurnedRound()
    {
        string text = string.Join('\n', SampleDump.Lines.Reverse().Select(l => $"{{\"_PID\":\"12\",\"MESSAGE\":{JsonSerializer.Serialize(l)}}}"));
        ParsedDumps parsed = SampleDump.Parse(text);
        Assert.Equal(ParseProblemCode.ReversedOrder, Assert.Single(parsed.Problems).Code);
        Assert.Equal(3, Assert.Single(parsed.Dumps).Count);
    }

    private static string Marked(string dump) => $"=== BEGIN goroutine stack dump ===\n{dump}\n=== END goroutine stack dump ===";

    private static string Logrus(string dump) =>
        $"time=\"2026-11-23T18:24:28.5Z\" level=info msg=\"{Marked(dump).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\t", "\\t")}\"";

    private static IEnumerable<string> Chunks(string text, int size) => text.Chunk(size).Select(c => new string(c));

    private static byte[] Gzip(byte[] bytes)
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
