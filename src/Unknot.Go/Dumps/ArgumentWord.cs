namespace Unknot.Go.Dumps;

/// <summary>
/// One argument word of a frame as the runtime's traceback prints it: a register or stack word in hexadecimal, not a typed argument.
/// A string is two words (pointer, length), a slice three, an interface two; Go source: <c>runtime/traceback.go</c>, <c>printArgs</c>.
/// </summary>
/// <param name="Value">The word. 0 when <see cref="IsKnown"/> is false.</param>
/// <param name="Depth">How many <c>{</c> enclose the word: 0 for a word of its own, 1 for a field of an aggregate, and so on. Go 1.17 and later.</param>
/// <param name="Flags">What the traceback says of the word.</param>
public readonly record struct ArgumentWord(ulong Value, byte Depth, ArgumentWordFlags Flags)
{
    /// <summary>False where the traceback printed <c>...</c> (cut) or <c>_</c> (offset too large to print) in place of a word.</summary>
    public bool IsKnown => (Flags & (ArgumentWordFlags.Elided | ArgumentWordFlags.NotPrinted)) == 0;

    /// <summary>
    /// False where the traceback put a <c>?</c> behind the word: the register's spill slot may hold a stale value
    /// (Go 1.18 and later; <c>runtime/symtab.go</c>, <c>argLiveInfo</c>). Such a word must never decide anything alone.
    /// </summary>
    public bool IsReliable => IsKnown && (Flags & ArgumentWordFlags.Unreliable) == 0;
}

/// <summary>What a traceback says of an argument word.</summary>
[Flags]
public enum ArgumentWordFlags : byte
{
    /// <summary>Printed plainly: the value that the callee was given, or the current content of its slot.</summary>
    None = 0,

    /// <summary>Followed by <c>?</c>: the slot may be stale.</summary>
    Unreliable = 1,

    /// <summary><c>...</c>: more words follow that were not printed (at most 10 words, 5 deep).</summary>
    Elided = 2,

    /// <summary><c>_</c>: the component's offset is too large to be printed.</summary>
    NotPrinted = 4,
}
