using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Profiles;

public sealed class ProtobufProfileTests
{
    private static ProfileWriter Sample()
    {
        ProfileWriter writer = new ProfileWriter().Mapping("/usr/sbin/dockerd");
        ulong park = writer.Location(("runtime.gopark", "/usr/lib/go/src/runtime/proc.go", 398));
        ulong locked = writer.Location(("sync.(*Mutex).Lock", "/usr/lib/go/src/sync/mutex.go", 90), ("gopkg.in/x%2ev2.(*T).Do", "/src/x/t.go", 12));
        return writer.Sample(717_594, [park, locked], ("pod", "a/b")).Sample(3, [park]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Profile_GivesCountsFramesLabelsAndProgram(bool isPacked)
    {
        byte[] input = isPacked ? Sample().Gzip() : Sample().Plain();
        Assert.Equal(DumpFormat.Protobuf, GoroutineDumpParser.Recognise(input));
        ParsedDumps parsed = GoroutineDumpParser.Parse(input);
        Assert.Empty(parsed.Problems);
        GoroutineDump dump = Assert.Single(parsed.Dumps);
        Assert.Equal((DumpFormat.Protobuf, 717_597L, 2, true), (dump.Format, dump.Total, dump.Count, dump.IsComplete));
        Assert.Equal("dockerd", dump.Origin.Program);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(17_954_582_681_234_567), dump.Origin.Time);
        GoroutineDetails details = dump[0].ReadDetails();
        Assert.Equal(
            ["runtime.gopark /usr/lib/go/src/runtime/proc.go:398 False", "sync.(*Mutex).Lock /usr/lib/go/src/sync/mutex.go:90 True", "gopkg.in/x.v2.(*T).Do /src/x/t.go:12 False"],
            details.Frames.Select(f => $"{f.Symbol} {f.Symbol.IsInlined}"));
        Assert.Equal("a/b", details.Labels["pod"]);
        Assert.Equal((717_594L, "", 0L, null, 717_594L), (dump[0].Count, dump[0].State, dump[0].Line, dump[0].WaitMinutes, dump[0].Stack.GoroutineCount));
    }

    [Fact]
    public void HeapProfile_HoldsNoGoroutines()
    {
        byte[] input = new ProfileWriter("inuse_space").Sample(1, []).Gzip();
        Assert.Empty(GoroutineDumpParser.Parse(input).Dumps);
        Assert.Null(GoroutineDumpParser.Recognise(input));
    }

    [Fact]
    public void EachTruncation_KeepsWhatWasRead()
    {
        byte[] input = Sample().Plain();
        for (int length = 0; length < input.Length; length++)
        {
            ParsedDumps parsed = GoroutineDumpParser.Parse(input.AsMemory(0, length));
            Assert.All(parsed.Dumps, d => Assert.True(d.IsTruncated || parsed.Problems.Count > 0 || d.Count == 2));
        }
    }

    [Fact]
    public void EachDamagedByte_GivesNoException()
    {
        byte[] input = Sample().Plain();
        for (int i = 0; i < input.Length; i++)
        {
            foreach (byte bad in (byte[])[0, 0x7f, 0x80, 0xff])
            {
                byte saved = input[i];
                input[i] = bad;
                foreach (GoroutineDump dump in GoroutineDumpParser.Parse(input).Dumps) Assert.All(dump.Goroutines, g => g.ReadDetails());
                input[i] = saved;
            }
        }
    }

    [Fact]
    public void LongStacksNamedInFewBytes_AreBounded()
    {
        // 1,000 lines in one location, named 1,000 times by each of 200 different samples: 200 million frames out of half a megabyte.
        ProfileWriter writer = new();
        ulong wide = writer.Location([.. Enumerable.Range(1, 1000).Select(i => ("a.f", "/a.go", i))]);
        ulong narrow = writer.Location(("a.g", "/a.go", 1));
        for (int i = 0; i < 200; i++) writer.Sample(1, [.. Enumerable.Repeat(narrow, i), .. Enumerable.Repeat(wide, 1000)]);
        GoroutineDump dump = Assert.Single(GoroutineDumpParser.Parse(writer.Plain()).Dumps);
        Assert.All(dump.Stacks, s => Assert.InRange(s.Frames.Count, 1, 10_000));
    }
}
