using System.Text;
using CsCheck;
using Unknot.Node.KernelLog;

namespace Unknot.Node.Tests.KernelLog;

public sealed class KernelMessageTests
{
    private static readonly DateTimeOffset s_boot = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Record_IsPrintedAsDmesgDoes() =>
        Assert.Equal("[Tue Nov 24 08:30:07 2026] INFO: task runc:4711 blocked for more than 120 seconds.\n", Print("3,815,1807000123,-;INFO: task runc:4711 blocked for more than 120 seconds.\n SUBSYSTEM=x\n"));

    [Fact]
    public void RecordWithCaller_KeepsIt() => Assert.Equal("[Tue Nov 24 08:00:01 2026][ T1054] Call Trace:\n", Print("6,1,1000000,-,caller=T1054;Call Trace:\n"));

    [Fact]
    public void SeveralLinesInOneRecord_EachHaveTheHead() =>
        Assert.Equal("[Tue Nov 24 08:00:01 2026] one\n[Tue Nov 24 08:00:01 2026] two\ttab\n", Print("6,1,1000000,-;one\\x0atwo\\x09tab\\x1b\n"));

    [Theory]
    [InlineData("")]
    [InlineData("no record")]
    [InlineData("6,x,1,-;text")]
    [InlineData("6,1,99999999999999999999,-;text")]
    [InlineData("6,1,18446744073709551615,-;text")]
    public void WhatIsNoRecord_IsNone(string text) => Assert.Null(KernelMessage.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void AnyBytes_NeverThrow() => Gen.Byte.Array[0, 100].Sample(bytes => { KernelMessage.Parse([.. "6,1,5,-;"u8, .. bytes]); KernelMessage.Parse(bytes); });

    private static string Print(string record)
    {
        StringBuilder text = new();
        KernelMessage.Parse(Encoding.UTF8.GetBytes(record))!.AppendTo(text, s_boot);
        return text.ToString();
    }
}
