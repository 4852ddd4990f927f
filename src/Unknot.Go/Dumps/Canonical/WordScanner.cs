namespace Unknot.Go.Dumps.Canonical;

/// <summary>Looks through goroutines' text for argument words that lie in address ranges. File lines are skipped unread.</summary>
internal sealed class WordScanner
{
    private const int BlockBytes = 1 << 20;

    /// <summary>What is read at once when only some goroutines are asked for, which may lie far apart.</summary>
    private const int SparseBlockBytes = 1 << 16;
    private readonly DumpSource _source;
    private readonly ReadOnlyMemory<GoroutineRecord> _records;
    private readonly AddressRange[] _ranges;
    private readonly int _maxHits;
    private readonly List<WordHit> _hits = [];
    private byte[] _block;
    private long _blockOffset;
    private int _blockLength;
    private bool _isSparse;

    public WordScanner(DumpSource source, ReadOnlyMemory<GoroutineRecord> records, IReadOnlyList<AddressRange> ranges, int maxHits)
    {
        (_source, _records, _maxHits) = (source, records, maxHits);
        _ranges = Merge(ranges);
        _block = new byte[(int)Math.Min(BlockBytes, source.Length)];
    }

    public List<WordHit> Scan(IReadOnlyList<int>? goroutines)
    {
        int count = goroutines?.Count ?? _records.Length;
        _isSparse = goroutines is not null;
        for (int i = 0; i < count && _hits.Count < _maxHits && _ranges.Length > 0; i++)
        {
            int index = goroutines is null ? i : goroutines[i];
            if ((uint)index < (uint)_records.Length) ScanText(index, TextOf(_records.Span[index]));
        }
        return _hits;
    }

    /// <summary>Ranges sorted, and joined where they meet, so that one search tells whether a word lies in any.</summary>
    private static AddressRange[] Merge(IReadOnlyList<AddressRange> ranges)
    {
        List<AddressRange> merged = [];
        foreach (AddressRange range in ranges.Where(r => r.First <= r.Last).OrderBy(r => r.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last) merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            else merged.Add(range);
        }
        return [.. merged];
    }

    /// <summary>A goroutine's text; one read serves all goroutines that follow it within a block.</summary>
    private ReadOnlySpan<byte> TextOf(in GoroutineRecord record)
    {
        if (record.Offset < _blockOffset || record.Offset + record.Length > _blockOffset + _blockLength)
        {
            if (record.Length > _block.Length) _block = new byte[record.Length];
            _blockOffset = record.Offset;
            _blockLength = _source.Read(record.Offset, _block.AsSpan(0, Math.Max(record.Length, _isSparse ? Math.Min(SparseBlockBytes, _block.Length) : _block.Length)));
        }
        int start = (int)(record.Offset - _blockOffset);
        return _block.AsSpan(start, Math.Min(record.Length, _blockLength - start));
    }

    private void ScanText(int goroutine, ReadOnlySpan<byte> text)
    {
        // The header is no function line: its gp= and mp= are no argument words.
        int newline = text.IndexOf((byte)'\n');
        while (newline >= 0 && newline + 1 < text.Length)
        {
            text = text[(newline + 1)..];
            newline = text.IndexOf((byte)'\n');
            if (text[0] == '\t') continue;
            ReadOnlySpan<byte> line = newline < 0 ? text : text[..newline];
            int open = line.LastIndexOf((byte)'(');
            if (open >= 0) ScanArguments(goroutine, line[(open + 1)..]);
        }
    }

    private void ScanArguments(int goroutine, ReadOnlySpan<byte> arguments)
    {
        for (int i = 0; i + 2 < arguments.Length; i++)
        {
            if (arguments[i] != 'x' || i == 0 || arguments[i - 1] != '0') continue;
            ulong word = 0;
            int digit = i + 1;
            for (; digit < arguments.Length && char.IsAsciiHexDigit((char)arguments[digit]); digit++) word = (word << 4) | (uint)Digits.HexDigit(arguments[digit]);
            if (digit - i is > 1 and <= 17 && IsWanted(word)) Add(goroutine, word);
            i = digit;
        }
    }

    private bool IsWanted(ulong word)
    {
        if (_ranges.Length <= 8)
        {
            foreach (AddressRange range in _ranges)
            {
                if (word >= range.First && word <= range.Last) return true;
            }
            return false;
        }
        (int low, int high) = (0, _ranges.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ranges[middle].Last < word) low = middle + 1;
            else high = middle;
        }
        return low < _ranges.Length && _ranges[low].First <= word;
    }

    private void Add(int goroutine, ulong word)
    {
        if (_hits.Count < _maxHits) _hits.Add(new WordHit(goroutine, word));
    }
}
