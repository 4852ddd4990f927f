using System.Runtime.CompilerServices;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// Reads parts of a dump's canonical text, block by block, in constant memory beside the trie. This file is the fast way: it predicts each
/// frame and compares bytes. What was not foreseen goes the careful way (<c>PartParser.Lines.cs</c>), line by line. The two ways agree:
/// a frame that the fast way takes, the careful way would take just so and without a problem. One parser reads any number of parts, so
/// that what it learnt from one serves the next.
/// </summary>
internal sealed unsafe partial class PartParser : IDisposable
{
    /// <summary>Small enough for a second-level cache, large enough that a read's overhead does not show; measured best of 64 KiB to 1 MiB.</summary>
    public const int DefaultBlockBytes = 256 << 10;

    private readonly int _blockBytes;
    private readonly DumpSource _source;
    private readonly DumpLimits _limits;
    private readonly int _maxLine;
    private readonly BlockBuffer _block;
    private readonly FrameTable _frames = new();
    private readonly StackTrie _trie;
    private readonly StateTable _states = new();
    private DumpPart _part = null!;

    /// <summary>Offset in the source of the first byte in the block.</summary>
    private long _blockOffset;
    private Mode _mode;

    /// <summary>Where the goroutine that is being read stands in the trie.</summary>
    private int _node;
    private bool _isDroppingLine;
    private bool _isStopped;

    /// <summary>Whether the text read so far ends with a newline.</summary>
    private bool _endsLine;

    public PartParser(DumpSource source, DumpLimits limits, int blockBytes = DefaultBlockBytes)
    {
        _blockBytes = blockBytes;
        _source = source;
        _limits = limits;
        // Half of the address space of an int is left for two lines and a block.
        _maxLine = Math.Clamp(limits.MaxLineBytes, 64, 256 << 20);
        _block = new BlockBuffer(blockBytes + (2 * _maxLine) + 16);
        _trie = new StackTrie(_frames);
    }

    private enum Mode : byte
    {
        /// <summary>Between goroutines.</summary>
        Outside,

        /// <summary>In a goroutine's frames.</summary>
        Frames,

        /// <summary>In lines that are passed over up to the next blank line or header: ancestors, the runtime's own stack, a stack beyond the limit.</summary>
        Passing,
    }

    public StackTrie Trie => _trie;

    public StateTable States => _states;

    /// <summary>Reads the text from <paramref name="from"/> to <paramref name="to"/>. A part that is not the first starts with a header; only the last may end within a goroutine.</summary>
    public DumpPart Parse(long from, long to, RecordWindow records, IProgress<long>? progress)
    {
        _part = new DumpPart(records, Math.Max(_limits.MaxProblems, 0));
        (_mode, _node, _isOpen, _isDroppingLine, _isStopped) = (Mode.Outside, 0, false, false, false);
        (_wantsRegisterOwner, _registerOwner, _longLinesSeen) = (false, DumpPart.InheritedOwner, 0);
        int carried = 0;
        for (bool isLast = false; !isLast && !_isStopped;)
        {
            int wanted = (int)Math.Min(_blockBytes, to - from);
            int got = _block.Refill(carried, _source, from, wanted);
            from += got;
            _blockOffset = from - _block.Count;
            if (got > 0) _endsLine = _block.Text[_block.Count - 1] == '\n';
            isLast = got < wanted || from >= to;
            byte* stop = ParseBlock(isLast);
            carried = (int)Math.Max(0, _block.Text + _block.Count - stop);
            progress?.Report(got);
        }
        Finish();
        return _part;
    }

    public void Dispose()
    {
        _trie.Dispose();
        _frames.Dispose();
        _block.Dispose();
    }

    /// <returns>Where the text begins that the next block is needed for.</returns>
    private byte* ParseBlock(bool isLast)
    {
        byte* text = _block.Text, end = text + _block.Count;
        if (_isDroppingLine)
        {
            text = ByteScan.Newline(text) + 1;
            _isDroppingLine = text > end && !isLast;
            if (text > end) return end;
        }
        if (!isLast)
        {
            int newline = new ReadOnlySpan<byte>(text, (int)(end - text)).LastIndexOf((byte)'\n');
            byte* stop = newline < 0 ? text : Run(text, text + newline + 1, isLast: false);
            // Two lines at the limit fit beside a block: what is left over is longer, and is taken as it is.
            if (end - stop <= 2 * _maxLine) return stop;
            text = stop;
            _isDroppingLine = end[-1] != '\n';
        }
        // The newline that the buffer has behind its text ends a last line without one.
        if (text == end) return end;
        return Run(text, end[-1] == '\n' ? end : end + 1, isLast: true);
    }

    private byte* Run(byte* p, byte* end, bool isLast)
    {
        while (p < end && !_isStopped)
        {
            if (_mode == Mode.Frames)
            {
                p = FollowFrames(p, end);
                if (p >= end) break;
            }
            byte* next = TakeLine(p, end, isLast);
            if (next == null) break;
            p = next;
        }
        return p;
    }

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
        byte* newline = ByteScan.Newline(p);
        if (newline + 1 >= end || newline[1] != '\t') return null;
        newline = ByteScan.Newline(newline + 1);
        if (newline >= end) return null;
        for (int probe = 0; ;)
        {
            int frame = _frames.Guess(newline, ref probe);
            if (frame == 0) return null;
            ref readonly FrameText text = ref _frames[frame];
            byte* next = Match(p, end, text.Text, text.Head, text.Tail, text.Shape);
            if (next == null) continue;
            child = _trie.Child(node, frame);
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
