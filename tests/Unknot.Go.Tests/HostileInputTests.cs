using Unknot.Fuzz;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests;

/// <summary>A little of what <c>tests/fuzz</c> does, each time; docs/fuzzing.md tells of the long run.</summary>
public sealed class HostileInputTests
{
    private const int Smallest = 1 << 18;
    private static readonly DumpLimits s_limits = new() { Threads = 1 };

    public static TheoryData<string> Shapes => [.. HostileShapes.Dumps.Keys];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MutatedDumps_BreakNoPromise(ulong seed)
    {
        FuzzTarget dumps = new("dump");
        for (int i = 0; i < 2500; i++) dumps.Run(seed, i);
    }

    /// <summary>Doubled twice, an input may cost four times as much, and a table that doubles when it is full somewhat more; what is quadratic costs sixteen times.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void HostileShape_AllocatesInProportionToItsLength(string shape)
    {
        long[] allocated = [.. new[] { 1, 2, 4 }.Select(times => Allocated(HostileShapes.Dumps[shape](Smallest * times)))];
        const long fixedCosts = 1 << 20;
        Assert.InRange(allocated[1], 0, (3 * allocated[0]) + fixedCosts);
        Assert.InRange(allocated[2], 0, (6 * allocated[0]) + fixedCosts);
        Assert.InRange(allocated[2], 0, (300L * 4 * Smallest) + fixedCosts);
    }

    [Fact]
    public void ThousandsOfSmallDumps_CostWhatTheyHold()
    {
        const int dumps = 2000;
        byte[] input = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("goroutine 1 [running]:\n\n\n", dumps)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        ParsedDumps parsed = GoroutineDumpParser.Parse(input, s_limits);
        foreach (GoroutineDump dump in parsed.Dumps) dump.FindWords([new AddressRange(0, ulong.MaxValue)]);
        Assert.Equal(dumps, parsed.Dumps.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000L * dumps);
    }

    [Fact]
    public void GoroutineLimit_CountsOverAllDumpsOfAnInput()
    {
        string log = string.Concat(Enumerable.Range(0, 4).Select(_ => "=== BEGIN goroutine stack dump ===\ngoroutine 1 [running]:\nmain.f()\n\t/x.go:1 +0x1\n\ngoroutine 2 [select]:\nmain.f()\n\t/x.go:1 +0x1\n=== END goroutine stack dump ===\n"));
        ParsedDumps parsed = GoroutineDumpParser.Parse(System.Text.Encoding.ASCII.GetBytes(log), new DumpLimits { MaxGoroutines = 5, Threads = 1 });
        Assert.Equal(5, parsed.Dumps.Sum(d => d.Count));
        Assert.Contains(parsed.Problems, p => p.Code == ParseProblemCode.LimitReached);
    }

    [Fact]
    public void Profiles_CountToTheLimitOfDumps()
    {
        ParsedDumps parsed = GoroutineDumpParser.Parse(HostileShapes.Dumps["profiles"](1 << 20), s_limits);
        Assert.Equal(10_000, parsed.Dumps.Count);
        Assert.Contains(parsed.Problems, p => p.Code == ParseProblemCode.LimitReached);
    }

    private static long Allocated(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ParsedDumps parsed = GoroutineDumpParser.Parse(input, s_limits);
        Assert.InRange(parsed.Problems.Count, 0, s_limits.MaxProblems + 1);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
