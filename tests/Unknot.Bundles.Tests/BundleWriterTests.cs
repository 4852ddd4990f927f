using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Unknot.Diagnosis;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Diagnosis.Reports;

namespace Unknot.Bundles.Tests;

public sealed class BundleWriterTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 24, 8, 46, 48, 123, 456, TimeSpan.Zero);

    private static readonly EvidenceDocument[] Documents =
    [
        Document("proc.jsonl", "{\"schemaVersion\":\"unknot.dev/processes/v1\"}\n{\"pid\":1,\"name\":\"systemd\",\"arguments\":[\"/sbin/init\",\"--password=hunter2\"]}\n"),
        Document("manifest.json", "{\"schemaVersion\":\"unknot.dev/bundle/v1\",\"host\":\"node1\",\"takenAt\":\"2026-11-24T08:46:48.1234560+00:00\",\"uid\":1000,\"gaps\":[{\"source\":\"proc\",\"target\":\"pid 4\",\"reason\":\"x\",\"errno\":\"EACCES\"}]}"),
        Document("docker/1/ps.txt", "PID PPID STAT WCHAN COMMAND\n7 1 S ep_poll dockerd\n"),
    ];

    private static EvidenceDocument Document(string path, string text) => new(path, Encoding.UTF8.GetBytes(text), Time.AddTicks(path.Length));

    [Theory]
    [InlineData("a.tgz")]
    [InlineData("a.tar.gz")]
    [InlineData("a.tar.zst")]
    public void WrittenBundle_GivesTheSameReportAsItsDocuments(string name)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, name);
        BundleContent content = BundleContent.Of(Documents);
        WrittenBundle written = BundleWriter.WriteFile(file, content);
        Assert.Equal((new FileInfo(file).Length, 3), (written.Bytes, written.Documents));
        EvidenceSnapshot live = BundleReader.Read(content.Documents), read = BundleReader.Read([file]);
        Assert.Equal([1, 7], read.Processes.Keys);
        Assert.Equal(ReportText(live, ""), ReportText(read, $"{name}!a/"));
    }

    private static string ReportText(EvidenceSnapshot snapshot, string prefix) =>
        prefix.Length == 0 ? ReportJson.ToText(Diagnoser.Diagnose(snapshot)) : ReportJson.ToText(Diagnoser.Diagnose(snapshot)).Replace(prefix, "", StringComparison.Ordinal);

    [Fact]
    public void SameDocuments_GiveTheSameBytesInWhateverOrder()
    {
        using TemporaryFolder folder = new();
        string one = Path.Combine(folder.Path, "one", "a.tgz"), two = Path.Combine(folder.Path, "two", "a.tgz");
        Directory.CreateDirectory(Path.GetDirectoryName(one)!);
        Directory.CreateDirectory(Path.GetDirectoryName(two)!);
        BundleWriter.WriteFile(one, BundleContent.Of(Documents));
        BundleWriter.WriteFile(two, BundleContent.Of(Documents.Reverse()));
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Fact]
    public void Entries_LieInOneFolderWithTheirTimes()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "unknot-node1.tgz");
        BundleWriter.WriteFile(file, BundleContent.Of([.. Documents, Documents[0], Document("../../etc/x", "y")]));
        List<(string, DateTimeOffset)> entries = [];
        using (TarReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        {
            while (reader.GetNextEntry() is { } entry) entries.Add((entry.Name, entry.ModificationTime));
        }

        Assert.Equal(["manifest.json", "etc/x", "docker/1/ps.txt", "proc.jsonl", "proc.jsonl~2"], entries.Select(e => e.Item1["unknot-node1/".Length..]));
        Assert.All(entries, e => Assert.StartsWith("unknot-node1/", e.Item1));
        Assert.Equal(Documents[0].TakenAt, entries[^1].Item2);
    }

    [Fact]
    public void File_IsReadableByItsOwnerOnlyAndReplacesAnother()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.tgz", "old");
        BundleWriter.WriteFile(file, BundleContent.Of(Documents));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        Assert.NotEmpty(folder.Read("a.tgz").Processes);
    }

    [Fact]
    public void FolderMissing_SaysSo()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "no", "a.tgz");
        BundleWriteException error = Assert.Throws<BundleWriteException>(() => BundleWriter.WriteFile(file, BundleContent.Of(Documents)));
        Assert.Contains($"there is no folder {Path.GetDirectoryName(file)}", error.Message);
    }

    [Fact]
    public void TargetThatIsAFolder_SaysSoAndLeavesNothing()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "a.tgz");
        Directory.CreateDirectory(file);
        Assert.Contains("folder", Assert.Throws<BundleWriteException>(() => BundleWriter.WriteFile(file, BundleContent.Of(Documents))).Message);
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Cancelled_LeavesNothing()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<OperationCanceledException>(() => BundleWriter.WriteFile(Path.Combine(folder.Path, "a.tgz"), BundleContent.Of(Documents), new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Manifest_SaysWhetherSecretsWereReplaced(bool redact)
    {
        BundleContent content = BundleContent.Of(Documents, redact);
        Manifest manifest = JsonSerializer.Deserialize(content.Documents[0].Content.Span, NodeJson.Default.Manifest)!;
        Assert.Equal(redact, manifest.Redaction!.Applied);
        Assert.Equal(redact ? 1 : 0, manifest.Redaction.Replaced?.GetValueOrDefault("password") ?? 0);
        Assert.Equal(!redact, Encoding.UTF8.GetString(content.Documents[2].Content.Span).Contains("hunter2", StringComparison.Ordinal));
        Assert.Equal("node1", manifest.Host);
        Assert.Single(manifest.Gaps!);
    }

    [Fact]
    public void ReaderWithoutRoot_IsSaidInTheReport()
    {
        Report report = Diagnoser.Diagnose(BundleReader.Read(BundleContent.Of(Documents).Documents));
        Assert.Contains(report.Gaps, g => g.Reason.Contains("without root (uid 1000)", StringComparison.Ordinal));
        Assert.Equal(("node1", 1000), (report.Node, report.Collection!.Uid));
    }

    [Theory]
    [InlineData("node1", "unknot-node1-20261124T084648Z.tgz")]
    [InlineData("../../etc/passwd", "unknot-etc-passwd-20261124T084648Z.tgz")]
    [InlineData("", "unknot-node-20261124T084648Z.tgz")]
    public void DefaultName_IsASafeFileName(string host, string expected) => Assert.Equal(expected, BundleName.Of(host, Time));
}
