using System.Text;
using CsCheck;
using Unknot.Diagnosis.Evidence;
using static Unknot.Bundles.Tests.TemporaryFolder;

namespace Unknot.Bundles.Tests;

public sealed class ArchiveBoundsTests
{
    private const string Ps = "  PID  PPID STAT COMMAND\n 4711     1 Ssl  dockerd\n";

    [Fact]
    public void GzipBomb_EndsAtTheRatio()
    {
        using TemporaryFolder folder = new();
        folder.Write("bomb.gz", Gzip(new byte[8 << 20]));
        EvidenceSnapshot snapshot = folder.Read("bomb.gz", new BundleLimits { RatioGrace = 1 << 20, MaxRatio = 100 });
        Assert.Contains("bomb", Assert.Single(snapshot.Gaps).Reason);
    }

    [Fact]
    public void ZipBomb_EndsAtTheRatioAndTheOthersAreRead()
    {
        using TemporaryFolder folder = new();
        folder.Write("bomb.zip", Zip([("bomb", new string('\0', 8 << 20)), ("ps", Ps)]));
        EvidenceSnapshot snapshot = folder.Read("bomb.zip", new BundleLimits { RatioGrace = 1 << 20, MaxRatio = 100 });
        Assert.Equal("bomb.zip!bomb", Assert.Single(snapshot.Gaps).Target);
        Assert.Contains(4711, snapshot.Processes.Keys);
    }

    [Fact]
    public void TotalOfAllArchives_IsLimited()
    {
        using TemporaryFolder folder = new();
        for (int i = 0; i < 4; i++) folder.Write($"{i}.gz", Gzip(Encoding.ASCII.GetBytes(new string((char)('a' + i), 1 << 20))));
        EvidenceSnapshot snapshot = folder.Read("", new BundleLimits { MaxTotalBytes = 2 << 20 });
        Assert.Equal(["2.gz", "3.gz"], snapshot.Gaps.Select(g => g.Target).Distinct());
    }

    [Fact]
    public void LargeEntry_IsCutAndAGapSaysSo()
    {
        using TemporaryFolder folder = new();
        folder.Write("x.tar", Tar(TarFile("ps", Ps + new string(' ', 100_000) + "\n 4712     1 S    late\n")));
        EvidenceSnapshot snapshot = folder.Read("x.tar", new BundleLimits { MaxEntryBytes = 50_000, MaxBytesInMemory = 1 << 20 });
        Assert.Contains(4711, snapshot.Processes.Keys);
        Assert.DoesNotContain(4712, snapshot.Processes.Keys);
        Assert.Equal("x.tar!ps", Assert.Single(snapshot.Gaps).Target);
    }

    [Fact]
    public void EntryTooLargeForMemory_GoesThroughATemporaryFileThatIsGone()
    {
        using TemporaryFolder folder = new();
        string[] before = Directory.GetFiles(Path.GetTempPath(), "unknot-spill-*");
        string text = string.Concat(Enumerable.Repeat("time=\"2026-11-23T18:00:00Z\" level=info msg=\"nothing\"\n", 20_000)) + "no space left on device\n";
        folder.Write("x.tgz", Gzip(Tar(TarFile("dockerd.log", text))));
        EvidenceSnapshot snapshot = folder.Read("x.tgz", new BundleLimits { MaxBytesInMemory = 100_000 });
        Assert.Equal(("no-space", 20_001L), (Assert.Single(snapshot.Logs).Kind, snapshot.Logs[0].Origin.Line));
        Assert.Empty(snapshot.Gaps);
        Assert.Equal(before, Directory.GetFiles(Path.GetTempPath(), "unknot-spill-*"));
    }

    [Fact]
    public void NestedTooDeep_IsNotUnpacked()
    {
        byte[] archive = Tar(TarFile("ps", Ps));
        for (int i = 0; i < 12; i++) archive = Tar(TarFile($"level{i}.tar", archive));
        using TemporaryFolder folder = new();
        folder.Write("deep.tar", archive);
        EvidenceSnapshot snapshot = folder.Read("deep.tar");
        Assert.Empty(snapshot.Processes);
        Assert.Contains("deep", Assert.Single(snapshot.Gaps).Reason);
    }

    [Fact]
    public void GzipOfItself_Ends()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Ps);
        for (int i = 0; i < 100; i++) bytes = Gzip(bytes);
        using TemporaryFolder folder = new();
        folder.Write("x.gz", bytes);
        Assert.Single(folder.Read("x.gz").Gaps);
    }

    [Fact]
    public void TooManyEntries_TheRestIsLeftOut()
    {
        using TemporaryFolder folder = new();
        folder.Write("x.tar", Tar(Enumerable.Range(0, 50).Select(i => TarFile($"f{i}", "x"))));
        EvidenceSnapshot snapshot = folder.Read("x.tar", new BundleLimits { MaxEntries = 10 });
        Assert.Equal(10, snapshot.Files.Count);
        Assert.Single(snapshot.Gaps);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(0.995)]
    public void CutTgz_KeepsWhatStoodBefore(double part)
    {
        Random random = new(1);
        byte[] noise = new byte[200_000];
        random.NextBytes(noise);
        byte[] whole = Gzip(Tar(TarFile("ps", Ps), TarFile("noise", noise), TarFile("later", noise)));
        using TemporaryFolder folder = new();
        folder.Write("cut.tgz", whole[..(int)(whole.Length * part)]);
        EvidenceSnapshot snapshot = folder.Read("cut.tgz");
        Assert.Contains(4711, snapshot.Processes.Keys);
        Assert.NotEmpty(snapshot.Gaps);
    }

    [Fact]
    public void CutPlainGzip_KeepsWhatCameOut()
    {
        Random random = new(1);
        StringBuilder text = new(Ps);
        for (int i = 0; i < 20_000; i++) text.Append("# ").Append(random.Next()).Append('\n');
        byte[] whole = Gzip(Encoding.UTF8.GetBytes(text.ToString()));
        using TemporaryFolder folder = new();
        folder.Write("ps.gz", whole[..(whole.Length / 2)]);
        EvidenceSnapshot snapshot = folder.Read("ps.gz");
        Assert.Contains(4711, snapshot.Processes.Keys);
        Assert.NotEmpty(snapshot.Gaps);
    }

    [Fact]
    public void TarThatClaimsMoreThanItHas_KeepsWhatThereIs()
    {
        byte[] tar = Tar(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "ps") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(Ps)) });
        Claim(tar, "77777777777");
        using TemporaryFolder folder = new();
        folder.Write("claim.tar", tar);
        EvidenceSnapshot snapshot = folder.Read("claim.tar");
        Assert.Contains(4711, snapshot.Processes.Keys);
        Assert.NotEmpty(snapshot.Gaps);
    }

    [Fact]
    public void UnreadableFile_IsAGapWithItsErrno()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "root and Windows may read everything");
        using TemporaryFolder folder = new();
        string path = folder.Write("secret", Ps);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Equal("EACCES", Assert.Single(folder.Read().Gaps).Errno);
    }

    [Theory]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4, 1, 2, 3, 4 }, "xz")]
    [InlineData(new byte[] { 0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59 }, "bzip2")]
    public void CompressionThatIsDamaged_IsAGap(byte[] bytes, string name)
    {
        using TemporaryFolder folder = new();
        folder.Write("x", bytes);
        Assert.Contains(name, Assert.Single(folder.Read("x").Gaps).Reason);
    }

    [Fact]
    public void DamagedArchives_NeverThrow()
    {
        byte[][] seeds = [Tar(TarFile("ps", Ps), TarLink("l", "x")), Gzip(Tar(TarFile("ps", Ps))), Zip([("ps", Ps), ("b", Ps)]), Zstandard(Tar(TarFile("ps", Ps)))];
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Select(Gen.Int[0, 4000], Gen.Byte).Array[1, 6], Gen.Int[0, 4000]).Sample(
            (seed, changes, cut) =>
            {
                byte[] bytes = [.. seeds[seed]];
                foreach ((int at, byte value) in changes) bytes[at % bytes.Length] = value;
                EvidenceSnapshot snapshot = BundleReader.Read(["-"], new BundleOptions { StandardInput = new MemoryStream(bytes[..Math.Min(bytes.Length, cut + 100)]) });
                Assert.True(snapshot.Files.Count + snapshot.Gaps.Count > 0 || snapshot.Processes.Count == 0);
            },
            iter: 2_000);
    }

    [Fact]
    public void Garbage_NeverThrows() => Gen.Byte.Array[0, 600].Sample(
        bytes => Assert.NotNull(BundleReader.Read(["-"], new BundleOptions { StandardInput = new MemoryStream(bytes) })),
        iter: 2_000);

    /// <summary>Changes the first header's size and mends its checksum.</summary>
    private static void Claim(byte[] tar, string size)
    {
        Encoding.ASCII.GetBytes(size).CopyTo(tar, 124);
        int sum = 8 * ' ' + tar.AsSpan(0, 148).ToArray().Sum(b => b) + tar.AsSpan(156, 356).ToArray().Sum(b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
    }
}
