using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// Where prediction keeps failing (a dump in which no two stacks are alike), finding a frame means three loads that wait for each other, each
/// from far away in memory: guess, frame, text. Here the frames ahead are asked for all together, so that their waits overlap. It is a hint to
/// the processor alone: nothing is taken from what is seen here.
/// </summary>
internal sealed unsafe partial class PartParser
{
    /// <summary>Frames ahead at once. A stack of the runtime has at most 100, most have fewer than 30.</summary>
    private const int LookAheadFrames = 32;

    /// <summary>So much failed prediction starts the looking ahead; see <see cref="NoteMiss"/>.</summary>
    private const int ManyMisses = 8;

    /// <summary>The node at which the last failed prediction ended: the next failure is one in a row where it begins there.</summary>
    private int _missNode;
    private int _misses;

    /// <summary>Up to where the text has been looked ahead at.</summary>
    private byte* _lookedAt;

    /// <summary>Counts a failed prediction: one more for each in a row, fewer for one that follows success.</summary>
    private void NoteMiss(byte* p, byte* end, int node)
    {
        _misses = node == _missNode ? Math.Min(_misses + 1, 2 * ManyMisses) : Math.Max(_misses - 2, 0);
        if (_misses >= ManyMisses && Sse.IsSupported && (p >= _lookedAt || _lookedAt > end)) LookAhead(p, end);
    }

    private void LookAhead(byte* p, byte* end)
    {
        ulong* hashes = stackalloc ulong[LookAheadFrames];
        int* frames = stackalloc int[LookAheadFrames];
        int count = 0;
        while (count < LookAheadFrames && p < end && *p != '\n')
        {
            byte* newline = ByteScan.Newline(p);
            if (newline + 1 >= end || newline[1] != '\t') break;
            newline = ByteScan.Newline(newline + 1);
            if (newline >= end) break;
            hashes[count] = FrameTable.EndHash(newline);
            Sse.Prefetch0(_frames.GuessAddress(hashes[count++]));
            p = newline + 1;
        }
        _lookedAt = p;
        for (int i = 0; i < count; i++)
        {
            int probe = 0;
            frames[i] = _frames.Guess(hashes[i], ref probe);
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in _frames[frames[i]])));
        }
        for (int i = 0; i < count; i++)
        {
            ref readonly FrameText text = ref _frames[frames[i]];
            byte* last = text.Text + FrameText.TailStart(text.Head) + text.Tail;
            for (byte* line = text.Text; line < last; line += 64) Sse.Prefetch0(line);
        }
    }
}
