using System.Runtime.InteropServices;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// A node of the trie of stacks: the frames from the innermost to this one. 40 bytes, with all that the hot loop needs to try it:
/// the frame's text is here so that a step costs two dependent loads (node, text) and no third.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StackNode
{
    /// <summary>See <see cref="FrameText"/>.</summary>
    public byte* Text;
    public int Head;
    public int Tail;

    /// <summary>The child that was taken last, which is tried first; 0 for none. While <see cref="HasManyChildren"/> is false it is the only one.</summary>
    public int Next;
    public int Parent;
    public int Frame;
    public int Depth;
    public FrameShape Shape;
    public WordRole Role;
    public StackPhase Phase;
    public bool HasManyChildren;
}

/// <summary>What a frame's first argument word is to the goroutine. Follows from the frames above alone, so each node knows it.</summary>
internal enum WordRole : byte
{
    None,

    /// <summary>A sync frame at the top: its word is the lock's address, unless one further out has one too.</summary>
    Lock,

    /// <summary>The first frame below the sync frames.</summary>
    Caller,
}

/// <summary>How far from the top a node is, as far as lock words care.</summary>
internal enum StackPhase : byte
{
    /// <summary>Only runtime frames so far.</summary>
    Top,

    /// <summary>Among the sync frames at the top.</summary>
    Sync,

    /// <summary>Below them, or there were none.</summary>
    Below,

    /// <summary>At the <c>created by</c> line: nothing may follow.</summary>
    Created,
}
