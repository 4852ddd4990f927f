using System.Text;
using Microsoft.Win32.SafeHandles;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class DumpFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LargeFile_GivesTheSameAsMemory(int threads)
    {
        byte[] text = Large(60_000);
        File.WriteAllBytes(_path, text);
        using SafeFileHandle file = File.OpenHandle(_path);
        List<long> seen = [];
        ParsedDumps parsed = GoroutineDumpParser.ParseFile(file, new DumpLimits { Threads = threads }, new Sink(seen));
        GoroutineDump dump = Assert.Single(parsed.Dumps);
        (GoroutineDump expected, List<ParseProblem> problems) = DumpText.Parse(text);
        Assert.Equal(60_000, dump.Count);
        Assert.Equal(text.Length, parsed.BytesRead);
        Assert.Equal(DumpText.Describe(expected, problems), DumpText.Describe(dump, [.. parsed.Problems]));
        Assert.Equal(text.Length, seen.Max());
        Assert.Equal(expected.FindWords([new(0x100, 0x200)]), dump.FindWords([new(0x100, 0x200)]));
    }

    [Fact]
    public void LargeFile_ClosedAfterwards_FramesComeWithoutWords()
    {
        File.WriteAllBytes(_path, Large(40_000));
        GoroutineDump dump;
        using (SafeFileHandle file = File.OpenHandle(_path)) dump = Assert.Single(GoroutineDumpParser.ParseFile(file).Dumps);
        GoroutineDetails details = dump[77].ReadDetails();
        Assert.NotEmpty(details.Frames);
        Assert.All(details.Frames, f => Assert.Empty(f.Arguments));
        Assert.Empty(dump.FindWords([new(0, ulong.MaxValue)]));
    }

    [Fact]
    public void NoFile_Throws() => Assert.Throws<ArgumentNullException>(() => GoroutineDumpParser.ParseFile(null!));

    private static byte[] Large(int goroutines)
    {
        StringBuilder text = new();
        for (int i = 1; i <= goroutines; i++)
        {
            text.Append($"goroutine {i} [{(i == 1 ? "running" : "select")}, {i % 90} minutes]:\nexample.com/app.(*T{i % 40}).Run(0xc{i:x9}, {{0x{i:x}, 0x7?}})\n\t/src/example.com/app/t.go:{i % 40} +0x1f\n");
            text.Append($"example.com/app.serve{i % 300}(0x{i % 1000:x})\n\t/src/example.com/app/serve.go:{i % 300} +0x2f\ncreated by main.main in goroutine {i % 77}\n\t/src/main.go:3 +0x1b\n\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private sealed class Sink(List<long> seen) : IProgress<long>
    {
        public void Report(long value)
        {
            lock (seen) seen.Add(value);
        }
    }
}
