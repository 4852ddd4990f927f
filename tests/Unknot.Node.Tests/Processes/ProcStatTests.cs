using System.Text;
using Unknot.Node.Processes;

namespace Unknot.Node.Tests.Processes;

public sealed class ProcStatTests
{
    // proc(5): pid (comm) state ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime stime cutime cstime priority nice threads itrealvalue starttime …
    private const string Rest = " S 12 1 1 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 9 0 123456 1000 2000\n";

    [Theory]
    [InlineData("runc")]
    [InlineData("a) S 99 (b")]
    [InlineData("")]
    public void Name_MayHoldParenthesesAndSpaces(string name)
    {
        ProcStat? stat = ProcStat.Parse(Encoding.UTF8.GetBytes($"4711 ({name}){Rest}"));
        Assert.Equal(new ProcStat(4711, name, "S", 12, 200, 9, 123456), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4711")]
    [InlineData("4711 (runc) S 12")]
    [InlineData("(runc) S 12 1 1 0")]
    public void CutOrForeignText_IsNone(string text) => Assert.Null(ProcStat.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Status_LinesThatAreMissingAreNull()
    {
        ProcStatus status = ProcStatus.Parse("Name:\trunc\nUid:\t0\t1000\t0\t0\nNSpid:\t4711\t3\n"u8);
        Assert.Equal((null, 1000, null), (status.TracerPid, status.Uid, status.ResidentBytes));
        Assert.Equal([4711, 3], status.NamespacePids!);
    }
}
