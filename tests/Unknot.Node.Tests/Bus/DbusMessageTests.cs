using CsCheck;
using Unknot.Node.Bus;

namespace Unknot.Node.Tests.Bus;

public sealed class DbusMessageTests
{
    // A bus' return to GetConnectionUnixProcessID, put together by the specification: serial 7, to call 4, for :1.12, body u 4711.
    private static readonly byte[] s_return = Convert.FromHexString(
        "6C02010104000000070000003D000000" + "0501750004000000" + "0601730005000000" + "3A312E3132000000" + "08016700" + "01750000"
        + "0701730014000000" + "6F72672E667265656465736B746F702E4442757300" + "000000" + "67120000");

    [Fact]
    public void Call_MarshalledAndRead_IsTheSame()
    {
        DbusMessage? message = DbusMessage.Parse(DbusCall.ManagerVersion("org.freedesktop.systemd1").Marshal(77));

        Assert.Equal(((byte)1, 77u), (message!.Kind, message.Serial));
        Assert.Equal(["org.freedesktop.systemd1.Manager", "Version"], message.Body.Select(v => v.Text));
    }

    [Fact]
    public void Return_OfABus_IsRead()
    {
        DbusMessage? message = DbusMessage.Parse(s_return);

        Assert.Equal((2, 7u, 4u, "org.freedesktop.DBus"), (message!.Kind, message.Serial, message.ReplySerial, message.Sender));
        Assert.Equal(4711u, Assert.Single(message.Body).Bits);
    }

    [Fact]
    public void BigEndianVariant_IsRead() => Assert.Equal(("252", 9u), (DbusMessage.Parse(BigEndianReply(1, "252"))!.FirstText, DbusMessage.Parse(BigEndianReply(1, "252"))!.Serial));

    [Fact]
    public void AllTypes_AreRead()
    {
        byte[] bytes =
        [
            7, 0, 0xFE, 0xFF, 3, 0, 0, 0, 0xFD, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, // y 7, n -2, q 3, i -3
            0, 0, 0, 0, 0, 0, 0xF0, 0x3F, // d 1.0
            2, 0, 0, 0, (byte)'h', (byte)'i', 0, 0, // s
            10, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, (byte)'y', 0, 9, 0, 0, // a{uv} of one entry (10 bytes would end inside it)
        ];
        bytes[32] = 8;
        DbusReader reader = new(bytes, isBigEndian: false);

        Assert.True(reader.TryRead("ynqidsa{uv}", out IReadOnlyList<DbusValue> values));

        Assert.Equal(unchecked((ulong)-2), values[1].Bits);
        Assert.Equal(unchecked((ulong)-3), values[3].Bits);
        Assert.Equal(1.0, BitConverter.UInt64BitsToDouble(values[4].Bits));
        Assert.Equal("hi", values[5].Text);
        Assert.Equal(9u, values[6].Items[0].Items[1].Inner.Bits);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("()")]
    [InlineData("(u")]
    [InlineData("z")]
    [InlineData("{")]
    public void BrokenSignature_IsRefused(string signature)
    {
        DbusReader reader = new(new byte[64], isBigEndian: false);

        Assert.False(reader.TryRead(signature, out _));
    }

    [Fact]
    public void VariantsNestedWithoutEnd_AreRefused()
    {
        byte[] bytes = [.. Enumerable.Repeat<byte[]>([1, (byte)'v', 0], 5000).SelectMany(v => v)];
        DbusReader reader = new(bytes, isBigEndian: false);

        Assert.False(reader.TryRead("v", out _));
    }

    [Fact]
    public void AnyBytes_NeverThrow() =>
        Gen.Select(Gen.Int[0, s_return.Length - 1], Gen.Byte, Gen.Int[0, s_return.Length - 1], Gen.Byte, Gen.Int[16, s_return.Length]).Sample((at, value, second, other, length) =>
        {
            byte[] bytes = [.. s_return[..length]];
            if (at < length) bytes[at] = value;
            if (second < length) bytes[second] = other;
            int told = DbusMessage.LengthOf(bytes);
            DbusMessage.Parse(bytes);
            // Where the head claims another length, the body is read with the length that it claims.
            if (told is > 0 and < 4096) DbusMessage.Parse([.. bytes, .. new byte[Math.Max(0, told - length)]]);
        });

    [Fact]
    public void AnySignatureOverAnyBytes_NeverThrows() =>
        Gen.Select(Gen.Char["ybnqiuxtdhsogav(){}"].Array[0, 20], Gen.Byte.Array[0, 200], Gen.Bool).Sample((signature, bytes, isBig) =>
        {
            DbusReader reader = new(bytes, isBig);
            reader.TryRead(new string(signature), out _);
        });

    /// <summary>A return with a variant of a string, as a big-endian peer would write it: serial 9.</summary>
    internal static byte[] BigEndianReply(byte replySerial, string text)
    {
        byte[] body = [1, (byte)'s', 0, 0, 0, 0, 0, (byte)text.Length, .. System.Text.Encoding.ASCII.GetBytes(text), 0];
        return
        [
            (byte)'B', 2, 1, 1, 0, 0, 0, (byte)body.Length, 0, 0, 0, 9, 0, 0, 0, 15,
            5, 1, (byte)'u', 0, 0, 0, 0, replySerial, 8, 1, (byte)'g', 0, 1, (byte)'v', 0, 0, .. body,
        ];
    }
}
