namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// Reads parts of a dump's canonical text, block by block, in constant memory beside the trie. Frames go the fast way
/// (<c>PartParser.Frames.cs</c>), which predicts each and compares bytes. What was not foreseen goes the careful way
/// (<c>PartParser.Lines.cs</c>), line by line. The two ways agree: a frame that the fast way takes, the careful way would take just so and
/// without a problem. One parser reads any number of parts, so that what it learnt from one serves the next.
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
    private readonly FrameTable _frames;
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
    private bool _isLastBlock;

    /// <summary>Whether the text read so far ends with a newline.</summary>
    private bool _endsLine;

    public PartParser(DumpSource source, DumpLimits limits, int blockBytes = DefaultBlockBytes)
    {
        _blockBytes = blockBytes;
        _source = source;
        _limits = limits;
        // Half of the address space of an int is left for two lines and a block.
        _maxLine = Math.Clamp(limits.MaxLineBytes, 64, 256 << 20);
        // Never more than the whole text: zeroing megabytes for each of ten thousand small dumps was most of their cost.
        _block = new BlockBuffer((int)Math.Min(blockBytes + (2L * _maxLine), source.Length) + 16);
        _frames = new FrameTable(source.Length);
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

    /// <summary>
    /// Reads the text from <paramref name="from"/> to <paramref name="to"/>. A part that is not the first starts with a header; only the last
    /// may end within a goroutine.
    /// </summary>
    public DumpPart Parse(long from, long to, RecordWindow records, IProgress<long>? progress)
    {
        _part = new DumpPart(records, Math.Max(_limits.MaxProblems, 0));
        (_mode, _node, _isOpen, _isDroppingLine, _isStopped) = (Mode.Outside, 0, false, false, false);
        (_wantsRegisterOwner, _registerOwner, _longLinesSeen) = (false, DumpPart.InheritedOwner, 0);
        _endsInOddLine = false;
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
        _isLastBlock = isLast;
        _lookedAt = null;
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
}
