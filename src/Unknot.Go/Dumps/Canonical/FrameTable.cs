using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>The distinct frames of a dump, each stored once. Index 0 is no frame.</summary>
internal sealed unsafe class FrameTable : IDisposable
{
    private const int ChunkBytes = 1 << 18;

    /// <summary>A log may hold thousands of dumps of a few lines each: those begin with small tables, which grow.</summary>
    private const int SmallText = 1 << 15, SmallShare = 16;

    /// <summary>Guesses looked at before the careful way is taken: frames chosen to collide cost no more than that.</summary>
    private const int MaxProbes = 8;
    private readonly List<nint> _chunks = [];
    private readonly int _chunkBytes;
    private FrameText[] _frames;
    private int[] _slots;
    private ulong[] _guesses;
    private byte* _free;
    private int _freeBytes;

    /// <param name="textBytes">Length of the text that the frames come from.</param>
    public FrameTable(long textBytes)
    {
        Share = textBytes <= SmallText ? SmallShare : 1;
        _chunkBytes = ChunkBytes / Share;
        _frames = new FrameText[1024 / Share];
        _slots = new int[4096 / Share];
        _guesses = new ulong[8192 / Share];
    }

    ~FrameTable() => Free();

    public int Count { get; private set; } = 1;

    /// <summary>By how much tables are smaller at first than those for a long text.</summary>
    public int Share { get; }

    public ref readonly FrameText this[int frame] => ref _frames[frame];

    /// <summary>The frame with this text; stored when it is new.</summary>
    public int Intern(byte* head, int headBytes, byte* tail, int tailBytes, FrameShape shape, FrameOrigin origin, bool isPredictable)
    {
        ulong hash = ByteScan.Hash(tail, tailBytes, ByteScan.Hash(head, headBytes, (ulong)shape + 1));
        int slot = (int)hash & (_slots.Length - 1);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref FrameText known = ref _frames[_slots[slot]];
            if (known.Hash == hash && IsSame(known, head, headBytes, tail, tailBytes, shape)) return _slots[slot];
        }
        if (Count == _frames.Length) Array.Resize(ref _frames, Count * 2);
        int frame = Count++;
        _frames[frame] = new FrameText
        {
            Text = Store(head, headBytes, tail, tailBytes),
            Head = headBytes,
            Tail = tailBytes,
            Hash = hash,
            Shape = shape,
            Origin = origin,
            IsPredictable = isPredictable,
        };
        _slots[slot] = frame;
        if (Count * 2 > _slots.Length) Grow();
        return frame;
    }

    /// <summary>
    /// The next frame that a file line may belong to, by its last bytes (line number and offset differ nearly always); to be checked by
    /// comparing. 0 when there is none.
    /// </summary>
    /// <param name="hash">The file line's <see cref="EndHash"/>.</param>
    /// <param name="probe">0 at first, and then as it was left.</param>
    public int Guess(ulong hash, ref int probe)
    {
        while (probe < MaxProbes)
        {
            ulong guess = _guesses[((int)hash + probe++) & (_guesses.Length - 1)];
            if (guess == 0) return 0;
            if ((guess ^ hash) >> 32 == 0) return (int)(uint)guess;
        }
        return 0;
    }

    /// <summary>Where the first guess for a file line stands.</summary>
    public void* GuessAddress(ulong hash) => Unsafe.AsPointer(ref _guesses[(int)hash & (_guesses.Length - 1)]);

    /// <summary>Lets <see cref="Guess"/> find a frame by the end of a file line that it was printed with.</summary>
    public void RememberGuess(byte* fileLineEnd, int frame)
    {
        // Forgotten when the table grows: each is remembered again when it is next met.
        if (Count * 4 > _guesses.Length) _guesses = new ulong[_guesses.Length * 4];
        ulong hash = EndHash(fileLineEnd), guess = (hash & 0xFFFFFFFF00000000UL) | (uint)frame;
        for (int probe = 0; probe < MaxProbes; probe++)
        {
            ref ulong slot = ref _guesses[((int)hash + probe) & (_guesses.Length - 1)];
            if (slot == guess) return;
            if (slot != 0) continue;
            slot = guess;
            return;
        }
    }

    /// <summary>The frame that is the same as one of another table.</summary>
    public int Intern(in FrameText other) =>
        Intern(other.Text, other.Head, other.Text + FrameText.TailStart(other.Head), other.Tail, other.Shape, other.Origin, other.IsPredictable);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>A hash of the last 16 bytes of a file line.</summary>
    /// <param name="fileLineEnd">Where the file line's newline stands. 16 bytes before it are readable.</param>
    public static ulong EndHash(byte* fileLineEnd) =>
        ByteScan.Mix(Unsafe.ReadUnaligned<ulong>(fileLineEnd - 16) ^ 0xA0761D6478BD642FUL, Unsafe.ReadUnaligned<ulong>(fileLineEnd - 8) ^ 0xE7037ED1A0B428DBUL);

    private static bool IsSame(in FrameText known, byte* head, int headBytes, byte* tail, int tailBytes, FrameShape shape) =>
        known.Head == headBytes && known.Tail == tailBytes && known.Shape == shape
        && known.HeadBytes.SequenceEqual(new ReadOnlySpan<byte>(head, headBytes))
        && known.TailBytes.SequenceEqual(new ReadOnlySpan<byte>(tail, tailBytes));

    private byte* Store(byte* head, int headBytes, byte* tail, int tailBytes)
    {
        int tailStart = FrameText.TailStart(headBytes);
        int needed = FrameText.TailStart(tailStart + tailBytes);
        // A vector load of the last byte reads up to 31 bytes on: the slack keeps that inside the chunk.
        if (_freeBytes < needed + ByteScan.Slack)
        {
            _freeBytes = Math.Max(_chunkBytes, needed + ByteScan.Slack);
            _free = (byte*)NativeMemory.AlignedAlloc((nuint)_freeBytes, 32);
            new Span<byte>(_free, _freeBytes).Clear();
            _chunks.Add((nint)_free);
        }
        byte* text = _free;
        new ReadOnlySpan<byte>(head, headBytes).CopyTo(new Span<byte>(text, headBytes));
        new ReadOnlySpan<byte>(tail, tailBytes).CopyTo(new Span<byte>(text + tailStart, tailBytes));
        _free += needed;
        _freeBytes -= needed;
        return text;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int frame = 1; frame < Count; frame++)
        {
            int slot = (int)_frames[frame].Hash & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = frame;
        }
    }

    private void Free()
    {
        foreach (nint chunk in _chunks) NativeMemory.AlignedFree((void*)chunk);
        _chunks.Clear();
        _freeBytes = 0;
    }
}
