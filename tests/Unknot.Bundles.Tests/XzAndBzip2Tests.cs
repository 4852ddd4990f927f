using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Unknot.Diagnosis.Evidence;
using static Unknot.Bundles.Tests.TemporaryFolder;

namespace Unknot.Bundles.Tests;

/// <summary>Archives packed by the real <c>xz</c> and <c>bzip2</c>; skipped where these are not installed.</summary>
public sealed class XzAndBzip2Tests
{
    private const string Ps = "  PID  PPID STAT COMMAND\n 4711     1 Ssl  dockerd\n";

    private static readonly byte[] s_noise = Noise(300_000);

    [Theory]
    [InlineData("xz")]
    [InlineData("xz -9e")]
    [InlineData("xz -0 --check=none")]
    [InlineData("xz --check=crc32")]
    [InlineData("xz --check=sha256")]
    [InlineData("xz -T2 --block-size=16KiB")]
    [InlineData("xz --x86 --lzma2=preset=6")]
    [InlineData("bzip2")]
    [InlineData("bzip2 -1")]
    public void TarPackedByTheRealProgram_IsRead(string command)
    {
        using TemporaryFolder folder = new();
        folder.Write("sos.tar.packed", Pack(command, Tar(TarFile("noise", s_noise), TarFile("sos/ps", Ps))));
        EvidenceSnapshot snapshot = folder.Read("sos.tar.packed");
        Assert.Contains(4711, snapshot.Processes.Keys);
        Assert.Empty(snapshot.Gaps);
        Assert.Contains("sos.tar.packed!sos/ps", snapshot.Files.Select(f => f.Path));
    }

    [Theory]
    [InlineData("xz")]
    [InlineData("bzip2")]
    public void StreamsOneAfterTheOther_AreOneFile(string command)
    {
        using TemporaryFolder folder = new();
        folder.Write("ps", [.. Pack(command, Encoding.ASCII.GetBytes(Ps)), .. Pack(command, " 4712     1 S    containerd\n"u8.ToArray())]);
        Assert.Equal([4711, 4712], folder.Read("ps").Processes.Keys.Order());
    }

    [Fact]
    public void XzStreams_WithPaddingBetween_AreOneFile()
    {
        using TemporaryFolder folder = new();
        folder.Write("ps", [.. Pack("xz", Encoding.ASCII.GetBytes(Ps)), .. new byte[8], .. Pack("xz", " 4712     1 S    containerd\n"u8.ToArray())]);
        Assert.Equal([4711, 4712], folder.Read("ps").Processes.Keys.Order());
    }

    [Theory]
    [InlineData("xz")]
    [InlineData("bzip2")]
    public void Bomb_EndsAtTheRatio(string command)
    {
        using TemporaryFolder folder = new();
        folder.Write("bomb", Pack(command, new byte[8 << 20]));
        EvidenceSnapshot snapshot = folder.Read("bomb", new BundleLimits { RatioGrace = 1 << 20, MaxRatio = 100 });
        Assert.Contains("bomb", Assert.Single(snapshot.Gaps).Reason);
    }

    [Fact]
    public void XzDictionary_OverTheLimit_IsAGapAndIsNotAllocated()
    {
        using TemporaryFolder folder = new();
        folder.Write("ps.xz", Pack("xz --lzma2=preset=0,dict=768MiB", Encoding.ASCII.GetBytes(Ps)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        EvidenceSnapshot snapshot = folder.Read("ps.xz");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        Assert.Contains("dictionary of 768 MiB", Assert.Single(snapshot.Gaps).Reason);
    }

    [Theory]
    [InlineData("xz --block-size=64KiB")]
    [InlineData("bzip2 -1")]
    public void CutArchive_KeepsWhatStoodBefore(string command)
    {
        byte[] whole = Pack(command, Tar(TarFile("ps", Ps), TarFile("noise", s_noise), TarFile("later", s_noise)));
        using TemporaryFolder folder = new();
        folder.Write("cut", whole[..(whole.Length * 2 / 3)]);
        EvidenceSnapshot snapshot = folder.Read("cut");
        Assert.Contains(4711, snapshot.Processes.Keys);
        Assert.NotEmpty(snapshot.Gaps);
    }

    /// <summary>Each byte in turn cut off or changed: whatever comes out, reading ends, and a change is noticed by the checks of the format.</summary>
    [Theory]
    [InlineData("xz")]
    [InlineData("bzip2")]
    public void DamagedAnywhere_IsAGapAndNeverAnError(string command)
    {
        byte[] whole = Pack(command, Encoding.ASCII.GetBytes(Ps));
        using TemporaryFolder folder = new();
        for (int i = 8; i < whole.Length; i++)
        {
            folder.Write("cut", whole[..i]);
            Assert.True(folder.Read("cut").Gaps.Count > 0, $"cut at {i} of {whole.Length}: no gap");
            byte[] changed = [.. whole];
            changed[i] ^= 0x55;
            folder.Write("changed", changed);
            _ = folder.Read("changed");
        }
    }

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static byte[] Pack(string command, byte[] bytes)
    {
        string[] words = command.Split(' ');
        ProcessStartInfo start = new(words[0]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string option in words[1..]) start.ArgumentList.Add(option);
        start.ArgumentList.Add("-c");
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{words[0]} is not installed here (Debian: xz-utils, bzip2)");
        }

        using (process)
        {
            MemoryStream packed = new();
            Task writing = Task.Run(() =>
            {
                process!.StandardInput.BaseStream.Write(bytes);
                process.StandardInput.Close();
            });
            process!.StandardOutput.BaseStream.CopyTo(packed);
            writing.GetAwaiter().GetResult();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return packed.ToArray();
        }
    }
}
