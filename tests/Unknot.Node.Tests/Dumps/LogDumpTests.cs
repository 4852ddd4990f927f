using System.Text;
using Unknot.Node.Dumps;

namespace Unknot.Node.Tests.Dumps;

public class LogDumpTests
{
    private const string Line = """time="2026-11-24T09:58:33Z" level=info msg="=== BEGIN goroutine stack dump ===\ngoroutine 13 [running]:\nmain.f({0x1, \"a\"})\n\t/a.go:1 +0x1\n\n=== END goroutine stack dump ===" namespace=moby pid=175 runtime=io.containerd.runc.v2""";

    private const string Plain = "goroutine 13 [running]:\nmain.f({0x1, \"a\"})\n\t/a.go:1 +0x1\n";

    [Fact]
    public void ShimsLine_TellsItsPidAndDump() => Expect(175, ["something else pid=9", Line]);

    [Fact]
    public void LineCutByJournald_IsPutTogether() => Expect(175, [Line[..140], Line[140..190], Line[190..]]);

    [Fact]
    public void ContainerdsOwn_HasNoPid() => Expect(null, [Line.Replace(" pid=175", "")]);

    [Fact]
    public void JsonLog_IsReadToo() =>
        Expect(175, ["""{"level":"info","msg":"=== BEGIN goroutine stack dump ===\ngoroutine 13 [running]:\nmain.f({0x1, \u0022a\"})\n\t/a.go:1 +0x1\n\n=== END goroutine stack dump ===","pid":175}"""]);

    [Fact]
    public void DumpWithoutEnd_IsNone() => Assert.Empty(LogDump.In([Line[..100]]));

    private static void Expect(int? pid, IEnumerable<string> lines)
    {
        LogDump dump = Assert.Single(LogDump.In(lines));
        Assert.Equal((pid, Plain), (dump.Pid, Encoding.UTF8.GetString(dump.Text)));
    }
}
