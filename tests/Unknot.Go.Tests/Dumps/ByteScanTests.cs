using System.Text;
using CsCheck;
using Unknot.Go.Dumps.Canonical;

namespace Unknot.Go.Tests.Dumps;

public sealed unsafe class ByteScanTests
{
    private static readonly Gen<(byte[] Text, int Start)> Texts = Gen.Select(Gen.Int[0, 40], Gen.Byte[97, 122].Array[0, 120], (start, text) => (text, start));

    [Fact]
    public void Newline_AnywhereBehind_IsTheFirst() => Texts.Sample(t =>
    {
        byte[] padded = Pad(t.Text, t.Start, '\n');
        fixed (byte* p = padded)
        {
            Assert.Equal(t.Text.Length, ByteScan.Newline(p + t.Start) - (p + t.Start));
            Assert.Equal(t.Text.Length, ByteScan.NewlineOrParenthesis(p + t.Start) - (p + t.Start));
        }
    });

    [Fact]
    public void NewlineOrParenthesis_ParenthesisFirst_IsTheParenthesis() => Texts.Sample(t =>
    {
        fixed (byte* p = Pad(t.Text, t.Start, '(')) Assert.Equal(t.Text.Length, ByteScan.NewlineOrParenthesis(p + t.Start) - (p + t.Start));
    });

    [Fact]
    public void Same_OneByteChanged_IsFalseOnlyWithin() => Gen.Select(Texts, Gen.Int[0, 200]).Sample((t, at) =>
    {
        byte[] known = Pad(t.Text, t.Start, '\n'), text = [.. known];
        at %= text.Length - t.Start;
        text[t.Start + at] ^= 1;
        fixed (byte* a = text, b = known) Assert.Equal(at >= t.Text.Length, ByteScan.Same(a + t.Start, b + t.Start, t.Text.Length));
    });

    [Fact]
    public void Hash_DependsOnTheTextAlone() => Texts.Sample(t =>
    {
        byte[] one = Pad(t.Text, t.Start, '\n'), other = Pad(t.Text, 3, 'z');
        fixed (byte* a = one, b = other) Assert.Equal(ByteScan.Hash(a + t.Start, t.Text.Length, 5), ByteScan.Hash(b + 3, t.Text.Length, 5));
    });

    [Fact]
    public void Hash_LengthsAndSeeds_Differ()
    {
        byte[] zeros = new byte[256];
        fixed (byte* p = zeros)
        {
            HashSet<ulong> hashes = [];
            for (int length = 0; length < 64; length++)
            {
                for (ulong seed = 0; seed < 4; seed++) hashes.Add(ByteScan.Hash(p, length, seed));
            }
            Assert.Equal(256, hashes.Count);
        }
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("12", 12L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("", null)]
    [InlineData("1x", null)]
    [InlineData("-1", null)]
    public void Digits_Decimal(string text, long? expected) => Assert.Equal(expected, Digits.TryParse(Encoding.UTF8.GetBytes(text), out long value) ? value : null);

    [Theory]
    [InlineData("0x0", 3, 0)]
    [InlineData("0xAbc9, ", 6, 0xabc9)]
    [InlineData("0xffffffffffffffff)", 18, ulong.MaxValue)]
    [InlineData("0x1ffffffffffffffff", 0, 0)]
    [InlineData("0x", 0, 0)]
    [InlineData("0xg", 0, 0)]
    [InlineData("12", 0, 0)]
    public void Digits_Hexadecimal(string text, int length, ulong expected)
    {
        Assert.Equal(length, Digits.ParseHex(Encoding.UTF8.GetBytes(text), out ulong value));
        if (length > 0) Assert.Equal(expected, value);
    }

    private static byte[] Pad(byte[] text, int start, char end)
    {
        byte[] padded = new byte[start + text.Length + ByteScan.Slack];
        text.CopyTo(padded, start);
        padded[start + text.Length] = (byte)end;
        padded[start + text.Length + 1] = (byte)'\n';
        return padded;
    }
}
