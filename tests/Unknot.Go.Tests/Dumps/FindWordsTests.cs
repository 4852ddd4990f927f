using System.Text;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class FindWordsTests
{
    private const string Text = """
        goroutine 1 gp=0xc000000100 m=0 mp=0xc000000200 [running]:
        main.f(0xc000000100, {0xc000000105?, 0x2}, 0x0)
        	/src/0xc000000100.go:1 +0xc000000100 fp=0xc000000100 sp=0xc000000100 pc=0xc000000100
        main.main()
        	/src/x.go:2 +0x2

        goroutine 2 [select]:
        main.g(0x1c000000100, 0xc000000101)
        	/src/x.go:3 +0x3
        created by main.main in goroutine 1
        	/src/x.go:2 +0x2

        goroutine 3 [select]:
        main.h(0xc00000010, 0xffffffffffffffff, ...)
        	/src/x.go:3 +0x3
        created by main.main in goroutine 1
        	/src/x.go:2 +0x2

        """;

    [Fact]
    public void Words_InRange_AreFoundInArgumentsAlone()
    {
        (GoroutineDump dump, _) = DumpText.Parse(Text);
        Assert.Equal([new WordHit(0, 0xc000000100), new WordHit(0, 0xc000000105), new WordHit(1, 0xc000000101)], dump.FindWords([new(0xc000000100, 0xc000000107)]));
    }

    [Fact]
    public void Words_GoroutinesGiven_OnlyThoseAreLookedAt()
    {
        (GoroutineDump dump, _) = DumpText.Parse(Text);
        Assert.Equal([new WordHit(1, 0xc000000101)], dump.FindWords([new(0xc000000100, 0xc000000107)], [1, 2]));
        Assert.Empty(dump.FindWords([new(0xc000000100, 0xc000000107)], []));
        Assert.Empty(dump.FindWords([new(0xc000000100, 0xc000000107)], [-1, 77]));
    }

    [Fact]
    public void Words_RangesOverlapAndUnsorted_EachHitOnce()
    {
        (GoroutineDump dump, _) = DumpText.Parse(Text);
        Assert.Equal([new WordHit(0, 2), new WordHit(2, ulong.MaxValue)], dump.FindWords([new(ulong.MaxValue, ulong.MaxValue), new(1, 3), new(2, 2), new(9, 8)]));
        Assert.Empty(dump.FindWords([]));
    }

    [Fact]
    public void Words_MoreThanAllowed_StopsThere()
    {
        (GoroutineDump dump, _) = DumpText.Parse(Text);
        Assert.Equal(2, dump.FindWords([new(0, ulong.MaxValue)], maxHits: 2).Count);
    }

    [Fact]
    public void Words_ManyRanges_AgreeWithDetails()
    {
        StringBuilder text = new();
        for (ulong i = 1; i <= 3000; i++) text.Append($"goroutine {i} [select]:\nmain.f(0x{i * 0x1000:x}, {{0x{i:x}?}})\n\t/src/x.go:3 +0x3\n\n");
        (GoroutineDump dump, _) = DumpText.Parse(text.ToString());
        AddressRange[] ranges = [.. Enumerable.Range(1, 50).Select(i => new AddressRange((ulong)i * 0x7000, ((ulong)i * 0x7000) + 0xfff))];
        WordHit[] expected = [.. dump.Goroutines.SelectMany(g => g.ReadDetails().Frames.SelectMany(f => f.Arguments)
            .Where(w => ranges.Any(r => w.Value >= r.First && w.Value <= r.Last)).Select(w => new WordHit(g.Index, w.Value)))];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, dump.FindWords(ranges));
    }
}
