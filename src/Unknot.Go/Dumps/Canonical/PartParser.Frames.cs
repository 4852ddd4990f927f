using System.Runtime.CompilerServices;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>The fast way: frames that are known, by comparing bytes.</summary>
internal sealed unsafe partial class PartParser
{
    /// <summary>Goes down the trie as far as the text is frames that are known.</summary>
    private byte* FollowFrames(byte* p, byte* end)
    {
        StackNode* nodes = _trie.Nodes;
        int node = _node;
        while (p < end && *p != '\n')
        {
            int child = nodes[node].Next;
            byte* next = Match(p, end, nodes[child].Text, nodes[child].Head, nodes[child].Tail, nodes[child].Shape);
            if (next == null)
            {
                next = StepAside(p, end, node, ref child);
                if (next == null) break;
                nodes = _trie.Nodes;
            }
            if (nodes[child].Role != WordRole.None) TakeWord(nodes[child].Role, nodes[child].Shape, p + nodes[child].Head);
            node = child;
            p = next;
        }
        _node = node;
        return p;
    }

    /// <summary>Finds the frame at <paramref name="p"/> by the end of its file line, and takes the node below <paramref name="node"/> for it.</summary>
    private byte* StepAside(byte* p, byte* end, int node, ref int child)
    {
        if (_trie.Nodes[node].Phase == StackPhase.Created || _trie.Nodes[node].Depth >= _limits.MaxFrames) return null;
        NoteMiss(p, end, node);
        byte* newline = ByteScan.Newline(p);
        if (newline + 1 >= end || newline[1] != '\t') return null;
        newline = ByteScan.Newline(newline + 1);
        if (newline >= end) return null;
        ulong hash = FrameTable.EndHash(newline);
        for (int probe = 0; ;)
        {
            int frame = _frames.Guess(hash, ref probe);
            if (frame == 0) return null;
            ref readonly FrameText text = ref _frames[frame];
            byte* next = Match(p, end, text.Text, text.Head, text.Tail, text.Shape);
            if (next == null) continue;
            child = _missNode = _trie.Child(node, frame);
            return next;
        }
    }

    /// <summary>Whether the frame at <paramref name="p"/> has a known text: the one step that all the speed comes from.</summary>
    /// <returns>What follows the frame; null where it is another one, is not all there, or has something to look at.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Match(byte* p, byte* end, byte* known, int head, int tail, FrameShape shape)
    {
        if (!ByteScan.Same(p, known, head)) return null;
        byte* next = p + head;
        if (tail != 0)
        {
            byte* newline = ByteScan.NewlineOrParenthesis(next);
            if (*newline != '\n' || newline - p > _maxLine || !IsVariablePart(next, newline, shape)) return null;
            next = newline + 1;
            if (!ByteScan.Same(next, known + FrameText.TailStart(head), tail)) return null;
            next += tail;
        }
        return *next == '\n' ? ++next <= end ? next : null : SkipRegisters(next, end, head + tail);
    }

    /// <summary>Passes over the <c>fp=</c>, <c>sp=</c> and <c>pc=</c> that a file line may end with.</summary>
    private byte* SkipRegisters(byte* next, byte* end, int lengthBefore)
    {
        ReadOnlySpan<byte> start = new(next, 6);
        if (!start.SequenceEqual(" fp=0x"u8) && !start.SequenceEqual(" pc=0x"u8)) return null;
        byte* newline = ByteScan.Newline(next);
        return newline < end && newline - next + lengthBefore <= _maxLine ? newline + 1 : null;
    }

    /// <summary>Whether what stands between head and file line is what the careful way finds nothing to report in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsVariablePart(byte* start, byte* newline, FrameShape shape) =>
        shape == FrameShape.Arguments
            ? newline[-1] == ')' && *start is (byte)'0' or (byte)'{' or (byte)'_'
            : newline - start is > 0 and <= 18 && !new ReadOnlySpan<byte>(start, (int)(newline - start)).ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Takes the first argument word for the goroutine, where the traceback vouches for it.</summary>
    private void TakeWord(WordRole role, FrameShape shape, byte* arguments)
    {
        if (shape != FrameShape.Arguments) return;
        while (*arguments == '{') arguments++;
        if (arguments[0] != '0' || arguments[1] != 'x') return;
        ulong word = 0;
        byte* digit = arguments + 2;
        for (; char.IsAsciiHexDigit((char)*digit); digit++) word = (word << 4) | (uint)Digits.HexDigit(*digit);
        if (*digit == '?' || digit == arguments + 2 || digit > arguments + 18 || word == 0) return;
        if (role == WordRole.Lock) _part.Records.Last.LockWord = word;
        else _part.Records.Last.CallerWord = word;
    }
}
