using Unknot.Diagnosis.Reports;
using CsCheck;

namespace Unknot.Tests.Terminal;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    [InlineData("caf\u00e9 \u4e2d \U0001F600", "caf\u00e9 \u4e2d \U0001F600")]
    [InlineData("\x1b[31mred", @"\x1b[31mred")]
    [InlineData("a\nb\tc\r", @"a\x0ab\x09c\x0d")]
    [InlineData("\u009b2J", @"\x9b2J")]
    [InlineData("\x7f\0", @"\x7f\x00")]
    [InlineData("abc\u202egpj.exe", @"abc\u202egpj.exe")]
    [InlineData("\u2066x\u2069\u200f\ufeff\u2028", @"\u2066x\u2069\u200f\ufeff\u2028")]
    [InlineData("\U000E0041", @"\U000e0041")]
    [InlineData("\ue000", @"\ue000")]
    public void Character_ThatATerminalObeys_IsWrittenOut(string text, string expected) => Assert.Equal(expected, TerminalText.Neutralise(text));

    [Fact]
    public void LoneSurrogate_IsWrittenOut() => Assert.Equal(@"a\ud800b", TerminalText.Neutralise("a\ud800b"));

    [Fact]
    public void Null_IsEmpty() => Assert.Equal("", TerminalText.Neutralise(null));

    [Fact]
    public void Lines_StayLinesAndNothingElseDoes() => Assert.Equal("a\nb c\\x1b\\x0d", TerminalText.NeutraliseLines("a\nb\tc\x1b\r"));

    [Fact]
    public void AnyText_HasNoControlOrFormatCharacterLeft() => Gen.String[Gen.Char['\0', '\uffff']].Sample(text =>
        TerminalText.Neutralise(text).EnumerateRunes().All(r => System.Text.Rune.GetUnicodeCategory(r)
            is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format)));

    [Fact]
    public void AnyText_IsTheSameNeutralisedTwice() =>
        Gen.String[Gen.Char['\0', '\uffff']].Sample(text => TerminalText.Neutralise(TerminalText.Neutralise(text)) == TerminalText.Neutralise(text));
}
