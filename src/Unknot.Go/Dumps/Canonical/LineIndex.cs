namespace Unknot.Go.Dumps.Canonical;

/// <summary>Turns byte offsets of a source into line numbers. Counts newlines only as far as asked, and each block once.</summary>
internal sealed class LineIndex(DumpSource source, long firstLine, Func<long, long>? lineMap, int threads = 1)
{
    /// <summary>Small enough to be counted while it is in a second-level cache.</summary>
    private const int BlockBytes = 256 << 10;

    /// <summary>So many blocks to count are shared out among the threads.</summary>
    private const int ManyBlocks = 32;
    private readonly Lock _lock = new();
    private readonly List<long> _newlinesBefore = [0];
    private byte[]? _block;
    private int _loaded = -1;

    /// <summary>The line of the input in which the byte at <paramref name="offset"/> stands.</summary>
    public long LineOf(long offset)
    {
        if (offset == 0) return Map(firstLine);
        lock (_lock)
        {
            int wanted = (int)(offset / BlockBytes);
            if (threads > 1 && wanted - _newlinesBefore.Count > ManyBlocks) CountTogether(wanted);
            while (_newlinesBefore.Count <= wanted)
            {
                int last = _newlinesBefore.Count - 1;
                _newlinesBefore.Add(_newlinesBefore[last] + Load(last).Count((byte)'\n'));
            }
            ReadOnlySpan<byte> block = Load(wanted);
            int within = Math.Min((int)(offset % BlockBytes), block.Length);
            return Map(firstLine + _newlinesBefore[wanted] + block[..within].Count((byte)'\n'));
        }
    }

    private void CountTogether(int wanted)
    {
        int first = _newlinesBefore.Count - 1, next = first - 1;
        int[] counts = new int[wanted - first];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            byte[] block = new byte[BlockBytes];
            for (int i; (i = Interlocked.Increment(ref next)) < wanted;)
            {
                counts[i - first] = block.AsSpan(0, source.Read((long)i * BlockBytes, block)).Count((byte)'\n');
            }
        });
        foreach (int count in counts) _newlinesBefore.Add(_newlinesBefore[^1] + count);
    }

    /// <summary>The input's line for a line of the canonical text.</summary>
    public long Map(long line) => lineMap is null ? line : lineMap(line);

    private int _length;

    private ReadOnlySpan<byte> Load(int block)
    {
        _block ??= new byte[(int)Math.Min(BlockBytes, Math.Max(source.Length, 1))];
        if (_loaded != block)
        {
            _length = source.Read((long)block * BlockBytes, _block);
            _loaded = block;
        }
        return _block.AsSpan(0, _length);
    }
}
