using System.Text;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Wrapping;

public sealed class DumpRecogniserTests
{
    [Theory]
    [InlineData("goroutine 1 [running]:\nmain.main()\n", DumpFormat.Text)]
    [InlineData("x\ny goroutine 1 gp=0xc000002380 m=0 mp=0x5 [running]:\n", DumpFormat.Text)]
    [InlineData("time=\"…\" level=info msg=\"=== BEGIN goroutine stack dump ===\\n", DumpFormat.Text)]
    [InlineData("x\ngoroutine profile: total 3\n", DumpFormat.AggregatedText)]
    [InlineData("\t/a/b.go:12 +0x3\nf.g()\n\t/a/c.go:3 +0x4\n", DumpFormat.Text)]
    [InlineData("1 @ 0x1\n#\t0x1\ta.b+0x1\t/a.go:1\n", DumpFormat.AggregatedText)]
    [InlineData("E1123 18:24:28.1 1 server.go:12] goroutine leak\nE1123 a.go:13] x\n", null)]
    [InlineData("goroutine 12 is stuck\n", null)]
    [InlineData("goroutine 12", null)]
    [InlineData("goroutine ", null)]
    [InlineData("", null)]
    public void Text_IsRecognised(string text, DumpFormat? expected) => Assert.Equal(expected, GoroutineDumpParser.Recognise(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void DumpBehindMegabytesOfLog_IsFound()
    {
        string log = string.Concat(Enumerable.Repeat("Nov 23 18:24:28 n kubelet[1]: all is well\n", 50_000));
        Assert.Equal(DumpFormat.Text, GoroutineDumpParser.Recognise(Encoding.UTF8.GetBytes(log + SampleDump.Plain)));
        Assert.Null(GoroutineDumpParser.Recognise(Encoding.UTF8.GetBytes(log)));
    }

    [Theory]
    [InlineData(new byte[] { 0x1f, 0x8b, 8 })]
    [InlineData(new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xff, 0xfe })]
    [InlineData(new byte[] { 0x0a, 4, 8, 1, 16, 2, 18, 255, 255 })]
    public void BrokenBinary_IsNone(byte[] bytes)
    {
        Assert.Null(GoroutineDumpParser.Recognise(bytes));
        Assert.Empty(GoroutineDumpParser.Parse(bytes).Dumps);
    }
}
