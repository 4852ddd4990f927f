using System.Text;
using CsCheck;
using Unknot.Node.Journal;

namespace Unknot.Node.Tests.Journal;

public sealed class Lz4BlockTests
{
    // Made with liblz4 1.9.4 (LZ4_compress_default).
    [Theory]
    [InlineData("MESSAGE=" + "abcabcabcabcabcabcabcabcabcabcabc", "BF4D4553534147453D616263030006506263616263")]
    [InlineData("MESSAGE=short", "D04D4553534147453D73686F7274")]
    public void BlockOfLiblz4_IsUnpacked(string text, string packed)
    {
        byte[] unpacked = new byte[text.Length];

        Assert.True(Lz4Block.TryUnpack(Convert.FromHexString(packed), unpacked));

        Assert.Equal(text, Encoding.ASCII.GetString(unpacked));
    }

    [Fact]
    public void AnyBytes_NeverThrow() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 2000]).Sample((packed, length) => { Lz4Block.TryUnpack(packed, new byte[length]); });

    [Fact]
    public void OriginalShorterOrLongerThanTold_IsRefused()
    {
        byte[] packed = Convert.FromHexString("D04D4553534147453D73686F7274");

        Assert.False(Lz4Block.TryUnpack(packed, new byte[12]));
        Assert.False(Lz4Block.TryUnpack(packed, new byte[14]));
    }
}
