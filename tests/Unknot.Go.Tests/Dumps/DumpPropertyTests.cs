using System.Text;
using CsCheck;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class DumpPropertyTests
{
    [Fact]
    public void RenderedGoroutines_AreReadBackEqual() => GeneratedDump.Gen.Sample(dump =>
    {
        (GoroutineDump parsed, List<ParseProblem> problems) = DumpText.Parse(dump.Render());
        Assert.Empty(problems);
        Assert.Equal(dump.Describe(), GeneratedDump.Describe(parsed));
        Assert.Equal(parsed.Count, parsed.Stacks.Sum(s => s.GoroutineCount));
    });

    [Fact]
    public void MutatedText_NeverThrows_AndStaysBounded() => Mutated.Sample(text =>
    {
        DumpLimits limits = new() { MaxProblems = 20, MaxFrames = 12, MaxGoroutines = 30, MaxLineBytes = 100, Threads = 1 };
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text, limits);
        Assert.InRange(problems.Count, 0, 21);
        Assert.InRange(dump.Count, 0, 30);
        Assert.All(dump.Stacks, s => Assert.InRange(s.Frames.Count, 0, 12));
        foreach (Goroutine goroutine in dump.Goroutines) Assert.Equal(goroutine.Stack.Frames.Count, goroutine.ReadDetails().Frames.Count);
        Assert.InRange(dump.FindWords([new(0, ulong.MaxValue)], maxHits: 50).Count, 0, 50);
    });

    [Fact]
    public void MutatedText_HowEverCut_IsReadTheSame() => Gen.Select(Mutated, Gen.Int[1, 4], Gen.Int[80, 2000], Gen.ULong).Sample((text, threads, blockBytes, choice) =>
    {
        (GoroutineDump whole, List<ParseProblem> problems) = DumpText.Parse(text, Limits);
        (GoroutineDump cut, List<ParseProblem> cutProblems) = DumpText.ParseCut(text, ChooseCuts(text, choice), threads, blockBytes, Limits);
        Assert.Equal(DumpText.Describe(whole, problems), DumpText.Describe(cut, cutProblems));
    });

    [Fact]
    public void ManyStacks_HowEverCut_AreReadTheSame() => Gen.Select(GeneratedDump.GenLarge, Gen.Int[1, 4], Gen.Int[80, 5000], Gen.ULong).Sample((dump, threads, blockBytes, choice) =>
    {
        DumpLimits longLines = new() { Threads = 1, MaxLineBytes = 1000 };
        byte[] text = Encoding.UTF8.GetBytes(dump.Render());
        (GoroutineDump whole, List<ParseProblem> problems) = DumpText.Parse(text, longLines);
        (GoroutineDump cut, List<ParseProblem> cutProblems) = DumpText.ParseCut(text, ChooseCuts(text, choice), threads, blockBytes, longLines);
        Assert.Empty(problems);
        Assert.Equal(DumpText.Describe(whole, problems), DumpText.Describe(cut, cutProblems));
    }, iter: 20);

    private static readonly DumpLimits Limits = new() { Threads = 1, MaxLineBytes = 120, MaxGoroutines = 12, MaxProblems = 50 };

    /// <summary>A rendered dump with some bytes changed, lines dropped, doubled or joined, and the ends cut.</summary>
    private static readonly Gen<byte[]> Mutated = Gen.Select(GeneratedDump.Gen, Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Byte).Array[0, 6], (dump, mutations) =>
    {
        List<byte> text = [.. Encoding.UTF8.GetBytes(dump.Render())];
        foreach ((int kind, int at, byte value) in mutations) Mutate(text, kind, text.Count == 0 ? 0 : at % text.Count, value);
        return text.ToArray();
    });

    private static void Mutate(List<byte> text, int kind, int at, byte value)
    {
        if (text.Count == 0) return;
        int end = text.IndexOf((byte)'\n', at);
        end = end < 0 ? text.Count : end + 1;
        switch (kind)
        {
            case 0:
                text[at] = value;
                break;
            case 1:
                text[at] = "\n\t (){}0x[]:,?."u8[value % 15];
                break;
            case 2:
                text.RemoveRange(at, end - at);
                break;
            case 3:
                text.InsertRange(at, text[at..end]);
                break;
            case 4:
                text.RemoveRange(at, text.Count - at);
                break;
            default:
                text.RemoveRange(0, at);
                break;
        }
    }

    /// <summary>Some of the places before headers that follow a blank line.</summary>
    private static long[] ChooseCuts(byte[] text, ulong choice)
    {
        List<long> cuts = [0];
        ReadOnlySpan<byte> boundary = "\n\ngoroutine "u8;
        for (int at = 0; ;)
        {
            int found = text.AsSpan(at).IndexOf(boundary);
            if (found < 0) break;
            at += found + 2;
            choice = ulong.RotateRight(choice, 1);
            if ((choice & 1) == 1 && at + 10 < text.Length && char.IsAsciiDigit((char)text[at + 10])) cuts.Add(at);
        }
        if (cuts[^1] < text.Length || cuts.Count == 1) cuts.Add(text.Length);
        return [.. cuts];
    }
}
