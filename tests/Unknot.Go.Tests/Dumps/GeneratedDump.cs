using System.Text;
using CsCheck;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

/// <summary>A made-up dump that knows what a parser should find in its text.</summary>
internal sealed record GeneratedDump(GeneratedGoroutine[] Goroutines)
{
    private static readonly Gen<GeneratedFrame> Frames = CsCheck.Gen.Select(
        CsCheck.Gen.OneOf("main.f", "sync.(*Mutex).lockSlow", "runtime.gopark", "example.com/a/b.(*Server).Serve", "main.Map[...]", "a.b·001", "github.com/some/long/path/of/a/package/that/goes/on.(*Type).Method.func1", "panic"),
        CsCheck.Gen.Int[0, 3], CsCheck.Gen.Int[0, 3],
        CsCheck.Gen.OneOf<string>(CsCheck.Gen.OneOf("", "...", "0x0", "{0x1?, 0xc000010000}, ..."), CsCheck.Gen.ULong.Array[1, 5].Select(words => string.Join(", ", words.Select(w => $"0x{w:x}")))),
        CsCheck.Gen.Bool,
        (function, suffix, line, arguments, hasRegisters) => new GeneratedFrame(suffix == 0 ? function : function + suffix, arguments, "/src/x.go", line + 1, arguments == "..." ? 0 : 0x1f, hasRegisters));

    private static Gen<GeneratedGoroutine> GenGoroutine(Gen<GeneratedFrame[]> stacks) => CsCheck.Gen.Select(
        CsCheck.Gen.Long[1, 99], CsCheck.Gen.OneOf("running", "select", "chan receive (nil chan)", "sync.Mutex.Lock", "IO wait"), CsCheck.Gen.Int[-1, 3], CsCheck.Gen.Bool,
        stacks, CsCheck.Gen.Int[0, 3],
        (id, state, minutes, isLocked, frames, creator) => new GeneratedGoroutine(id, state, minutes > 0 ? minutes * 7 : -1, isLocked && minutes > 1, frames, creator));

    public static readonly Gen<GeneratedDump> Gen = GenGoroutine(Frames.Array[0, 7]).Array[0, 25].Select(g => new GeneratedDump(g));

    /// <summary>Goroutines that share few stacks out of many.</summary>
    public static readonly Gen<GeneratedDump> GenLarge = CsCheck.Gen.Select(Frames.Array[1, 12].Array[1, 40], GenGoroutine(Frames.Array[0, 3]).Array[40, 60], CsCheck.Gen.Int[0, 1000].Array[60],
        (stacks, goroutines, choices) => new GeneratedDump([.. goroutines.Select((g, i) => choices[i] % 4 == 0 ? g : g with { Frames = stacks[choices[i] % stacks.Length] })]));

    public string Render() => string.Concat(Goroutines.Select(g => g.Render() + "\n"));

    public string Describe() => string.Concat(Goroutines.Select(g => g.Describe() + "\n"));

    public static string Describe(GoroutineDump dump) => string.Concat(dump.Goroutines.Select(g => Describe(g) + "\n"));

    private static string Describe(Goroutine goroutine)
    {
        GoroutineDetails details = goroutine.ReadDetails();
        return $"{goroutine.Id} {goroutine.State} {goroutine.WaitMinutes ?? -1} {goroutine.IsLockedToThread} "
            + string.Concat(details.Frames.Select(f => $"{f.Symbol.Function} {(f.Symbol.IsInlined ? "inlined" : string.Join(' ', f.Arguments))} {f.Symbol.File}:{f.Symbol.Line}+{f.Symbol.Offset}; "))
            + $"{details.CreatedBy?.Function} {details.CreatorId}";
    }
}

internal sealed record GeneratedGoroutine(long Id, string State, int Minutes, bool IsLocked, GeneratedFrame[] Frames, int Creator)
{
    public string Render()
    {
        StringBuilder text = new($"goroutine {Id} [{State}{(Minutes < 0 ? "" : $", {Minutes} minutes")}{(IsLocked ? ", locked to thread" : "")}]:\n");
        foreach (GeneratedFrame frame in Frames) text.Append(frame.Render());
        if (Creator == 1) text.Append("created by main.start\n\t/src/m.go:3 +0x1b\n");
        if (Creator > 1) text.Append($"created by main.start in goroutine {Creator * Id}\n\t/src/m.go:3 +0x1b\n");
        return text.ToString();
    }

    public string Describe() => $"{Id} {State} {Minutes} {IsLocked} {string.Concat(Frames.Select(f => f.Describe()))}{(Creator > 0 ? "main.start" : "")} {(Creator > 1 ? Creator * Id : null)}";
}

internal sealed record GeneratedFrame(string Function, string Arguments, string File, int Line, int Offset, bool HasRegisters)
{
    public string Render() => $"{Function}({Arguments})\n\t{File}:{Line}{(Offset == 0 ? "" : $" +0x{Offset:x}")}{(HasRegisters ? $" fp=0xc{Function.Length:x}0 sp=0xc0 pc=0x4{Line}" : "")}\n";

    public string Describe() => $"{Function} {(Arguments == "..." ? "inlined" : string.Join(' ', Words()))} {File}:{Line}+{Offset}; ";

    private IEnumerable<ArgumentWord> Words()
    {
        byte depth = 0;
        foreach (string token in Arguments.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            if (token[0] == '{') depth++;
            string word = token.Trim('{', '}');
            if (word == "...") yield return new ArgumentWord(0, depth, ArgumentWordFlags.Elided);
            else yield return new ArgumentWord(Convert.ToUInt64(word.TrimEnd('?'), 16), depth, word.EndsWith('?') ? ArgumentWordFlags.Unreliable : ArgumentWordFlags.None);
            if (token.EndsWith('}')) depth--;
        }
    }
}
