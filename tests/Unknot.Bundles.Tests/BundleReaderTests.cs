using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Unknot.Diagnosis.Evidence;
using static Unknot.Bundles.Tests.TemporaryFolder;

namespace Unknot.Bundles.Tests;

public sealed class BundleReaderTests
{
    private const string Ps = "  PID  PPID STAT COMMAND\n 4711     1 Ssl  dockerd\n";

    private static byte[] CaseTar => Tar(TarFile("./ps.txt", Ps));

    public static TheoryData<string, byte[]> Containers => new()
    {
        { "plain.txt", Encoding.UTF8.GetBytes(Ps) },
        { "case.tar", CaseTar },
        { "case.tgz", Gzip(CaseTar) },
        { "case.tar.zst", Zstandard(CaseTar) },
        { "case.zip", Zip([("dir/ps.txt", Ps)]) },
        { "ps.txt.gz", Gzip(Encoding.UTF8.GetBytes(Ps)) },
        { "wrong-name.log", Gzip(Tar(TarFile("inner.zip", Zip([("ps", Ps)])))) },
        { "utf16.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Ps)] },
    };

    [Theory]
    [MemberData(nameof(Containers))]
    public void EachContainer_IsToldByItsContent(string name, byte[] bytes)
    {
        using TemporaryFolder folder = new();
        folder.Write(name, bytes);
        EvidenceSnapshot snapshot = folder.Read(name);
        Assert.Equal("dockerd", snapshot.Processes[4711].CommandLine);
        Assert.Empty(snapshot.Gaps);
        Assert.Equal("ps", Assert.Single(snapshot.Files).Source);
    }

    [Fact]
    public void MemberOfAnArchive_ShowsItsPathDigestAndTime()
    {
        using TemporaryFolder folder = new();
        folder.Write("case.tgz", Gzip(CaseTar));
        EvidenceFile file = Assert.Single(folder.Read("case.tgz").Files);
        Assert.Equal("case.tgz!ps.txt", file.Path);
        Assert.Equal("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Ps))), file.Digest);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), file.CollectedAt);
    }

    [Fact]
    public void StandardInput_IsReadAsAStream()
    {
        EvidenceSnapshot snapshot = BundleReader.Read(["-"], new BundleOptions { StandardInput = new OneByteAtATime(Gzip(CaseTar)) });
        Assert.Equal("-!ps.txt", Assert.Single(snapshot.Files).Path);
        Assert.Contains(4711, snapshot.Processes.Keys);
    }

    [Fact]
    public void MissingPath_IsAGap() => Assert.Equal("ENOENT", Assert.Single(BundleReader.Read(["no/such/file"]).Gaps).Errno);

    [Fact]
    public void Folder_IsWalkedInTheSameOrderEachTime()
    {
        using TemporaryFolder folder = new();
        foreach (string name in (string[])["b/2.txt", "a.txt", "B.txt", "b/1.txt"]) folder.Write(name, Ps);
        Assert.Equal(["B.txt", "a.txt", "b/1.txt", "b/2.txt"], folder.Read().Files.Select(f => f.Path));
    }

    [Fact]
    public void FifoInAFolder_IsNotOpened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "FIFOs have no names in Windows folders");
        using TemporaryFolder folder = new();
        folder.Write("ps.txt", Ps);
        using Process mkfifo = Process.Start("mkfifo", [Path.Combine(folder.Path, "pipe")]);
        mkfifo.WaitForExit();
        EvidenceSnapshot snapshot = folder.Read();
        Assert.Equal("pipe", Assert.Single(snapshot.Gaps).Target);
        Assert.Contains(4711, snapshot.Processes.Keys);
    }

    [Fact]
    public void LinkInAFolder_IsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using TemporaryFolder folder = new(), outside = new();
        outside.Write("secret/ps.txt", Ps);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "file"), Path.Combine(outside.Path, "secret/ps.txt"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "folder"), outside.Path);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "loop"), folder.Path);
        EvidenceSnapshot snapshot = folder.Read();
        Assert.Empty(snapshot.Processes);
        Assert.Empty(snapshot.Files);
    }

    [Fact]
    public void LinkNamedByTheUser_IsFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using TemporaryFolder folder = new();
        folder.Write("ps.txt", Ps);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), Path.Combine(folder.Path, "ps.txt"));
        Assert.Contains(4711, folder.Read("link").Processes.Keys);
    }

    [Fact]
    public void LinkBelowProcFdInAnArchive_IsADescriptor()
    {
        using TemporaryFolder folder = new();
        folder.Write("sos.tar", Tar(TarLink("sos/proc/123/fd/5", "socket:[42]"), TarLink("sos/etc", "/etc"), TarLink("sos/ps", "../../../etc/passwd")));
        EvidenceSnapshot snapshot = folder.Read("sos.tar");
        FileDescriptorEvidence descriptor = Assert.Single(snapshot.Processes[123].Files);
        Assert.Equal((5, "socket:[42]"), (descriptor.Fd, descriptor.Target));
        Assert.Equal("sos.tar!sos/proc/123/fd/5", Assert.Single(snapshot.Files).Path);
    }

    [Fact]
    public void PathsOutOfTheArchive_AreOnlyShown()
    {
        using TemporaryFolder folder = new();
        folder.Write("in/evil.tar", Tar(TarFile("../../etc/passwd", Ps), TarFile("/abs/ps", Ps)));
        folder.Write("in/evil.zip", Zip([("../slip.txt", Ps), ("..\\slip2.txt", Ps)]));
        EvidenceSnapshot snapshot = folder.Read("in");
        Assert.Equal(["evil.tar!../../etc/passwd", "evil.tar!/abs/ps", "evil.zip!../slip.txt", "evil.zip!..\\slip2.txt"], snapshot.Files.Select(f => f.Path));
        Assert.Equal(["in"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void HardLinkAndDevice_AreNotFollowed()
    {
        using TemporaryFolder folder = new();
        folder.Write("x.tar", Tar(
            new PaxTarEntry(TarEntryType.HardLink, "hard") { LinkName = "/etc/passwd" }, new PaxTarEntry(TarEntryType.CharacterDevice, "dev"), TarFile("ps", Ps)));
        Assert.Equal(["x.tar!ps"], folder.Read("x.tar").Files.Select(f => f.Path));
    }

    private sealed class OneByteAtATime(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
