using System.Formats.Tar;
using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Fuzz;
using static Unknot.Bundles.Tests.TemporaryFolder;

namespace Unknot.Bundles.Tests;

/// <summary>A little of what <c>tests/fuzz</c> does, each time; docs/fuzzing.md tells of the long run.</summary>
public sealed class HostileInputTests
{
    private const int Smallest = 1 << 17;

    public static TheoryData<string> Shapes => [.. HostileShapes.Evidence.Keys, "profiles", "headers", "processes", "messages not closed"];

    [Theory]
    [InlineData("recognise", 1500)]
    [InlineData("archive", 1500)]
    public void MutatedFiles_BreakNoPromise(string target, int count)
    {
        FuzzTarget files = new(target);
        for (int i = 0; i < count; i++) files.Run(1, i);
    }

    /// <summary>Read, diagnosed and printed. Doubled twice, an input may cost four times as much; what is quadratic costs sixteen times.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void HostileShape_AllocatesInProportionToItsLength(string shape)
    {
        Func<int, byte[]> make = (HostileShapes.Evidence.GetValueOrDefault(shape) ?? HostileShapes.Dumps[shape])!;
        long[] allocated = [.. new[] { 1, 2, 4 }.Select(times => Allocated(make(Smallest * times)))];
        const long fixedCosts = 4 << 20;
        Assert.InRange(allocated[1], 0, (3 * allocated[0]) + fixedCosts);
        Assert.InRange(allocated[2], 0, (6 * allocated[0]) + fixedCosts);
    }

    [Theory]
    [InlineData(TarEntryType.LongPath)]
    [InlineData(TarEntryType.LongLink)]
    [InlineData(TarEntryType.ExtendedAttributes)]
    [InlineData(TarEntryType.GlobalExtendedAttributes)]
    public void TarHeaderThatClaimsMegabytes_TakesNoneAndKeepsWhatStoodBefore(TarEntryType type)
    {
        using TemporaryFolder folder = new();
        byte[] good = Tar(TarFile("ps", "  PID  PPID STAT COMMAND\n 4711     1 Ssl  dockerd\n"));
        byte[] header = good[..512];
        header[156] = (byte)type;
        Encoding.ASCII.GetBytes("01000000000\0").CopyTo(header, 124);
        ArchiveSeeds.Repair(header);
        folder.Write("x.tar", [.. good.AsSpan(0, good.AsSpan().IndexOf("dockerd"u8) / 512 * 512 + 512), .. header, .. new byte[5000]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        EvidenceSnapshot snapshot = folder.Read("x.tar");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Contains("a header claims", Assert.Single(snapshot.Gaps).Reason);
        Assert.Contains(4711, snapshot.Processes.Keys);
    }

    private static long Allocated(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        FuzzTarget.RunFile(input, "a");
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
