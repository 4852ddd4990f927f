using System.Text;
using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats;

/// <summary>
/// Finds the literals of <see cref="LogPatterns"/> in bytes. .NET searches many words at once in characters only, so the bytes are widened
/// block by block; and a few groups of some twenty words are faster than all at once (some 700 MB/s against 250).
/// </summary>
internal sealed class LogHits
{
    // Blocks overlap by more than the longest literal, so that none is lost at a seam.
    private const int BlockLength = 1 << 15, Overlap = 128;

    private readonly char[] _block = new char[BlockLength];
    private readonly int[] _next = new int[LogPatterns.Groups.Count];
    private int _start = -1;
    private int _length;

    /// <summary>Place of the first literal not before a position; -1 when there is none.</summary>
    public int Next(ReadOnlySpan<byte> content, int position)
    {
        while (position < content.Length)
        {
            if (_start < 0 || position < _start || position >= _start + _length) Load(content, position);
            int hit = NextInBlock(position);
            if (hit < int.MaxValue) return hit;
            if (_start + _length == content.Length) return -1;
            position = Math.Max(position, _start + _length - Overlap);
            Load(content, position);
        }

        return -1;
    }

    private void Load(ReadOnlySpan<byte> content, int position)
    {
        (_start, _length) = (position, Math.Min(BlockLength, content.Length - position));
        Encoding.Latin1.GetChars(content.Slice(_start, _length), _block);
        _next.AsSpan().Fill(-1);
    }

    private int NextInBlock(int position)
    {
        int first = int.MaxValue;
        for (int group = 0; group < _next.Length; group++)
        {
            if (_next[group] < position)
            {
                int at = _block.AsSpan(position - _start, _start + _length - position).IndexOfAny(LogPatterns.Groups[group]);
                _next[group] = at < 0 ? int.MaxValue : position + at;
            }

            first = Math.Min(first, _next[group]);
        }

        return first;
    }
}
