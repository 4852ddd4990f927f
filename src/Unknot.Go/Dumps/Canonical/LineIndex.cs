namespace Unknot.Go.Dumps.Canonical;

/// <summary>Turns byte offsets of a source into line numbers. Counts newlines only as far as asked, and each block once.</summary>
internal sealed class LineIndex(DumpSource source, long firstLine, Func<long, long>? lineMap)
{
    private const int BlockBytes = 1 << 20;
    private readonly Lock _lock = new();
    private readonly List<long> _newlinesBefore = [0];
    private byte[]? _block;
    private int _loaded = -1;

    /// <summary>The line of the input in which the byte at <paramref name="offset"/> stands.</summary>
    public long LineOf(long offset)
    {
        lock (_lock)
        {
            int wanted = (int)(offset / BlockBytes);
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
