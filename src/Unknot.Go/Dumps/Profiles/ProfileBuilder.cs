namespace Unknot.Go.Dumps.Profiles;

/// <summary>Collects the entries of one profile, each frame and each stack kept once.</summary>
internal sealed class ProfileBuilder(DumpFormat format, DumpLimits limits)
{
    /// <summary>Frames of all distinct stacks together. Real profiles have some ten thousand; a made-up one can name a long stack in few bytes, often.</summary>
    private const int MaxAllFrames = 16_000_000;

    private readonly List<GoroutineRecord> _records = [];
    private readonly List<long> _lines = [];
    private readonly Dictionary<int, IReadOnlyDictionary<string, string>> _labels = [];
    private readonly Dictionary<Symbol, int> _symbolIndexes = [];
    private readonly List<FrameSymbol> _symbols = [];
    private readonly Dictionary<int[], int> _stackIndexes = new(new StackComparer());
    private readonly List<long> _stackCounts = [];
    private long _allFrames;

    /// <summary>Goroutines so far: the sum of the counts.</summary>
    internal long Sum { get; private set; }

    internal int Count => _records.Count;

    /// <summary>The index of a frame for <see cref="TryAdd"/>.</summary>
    internal int Frame(string function, string? file, int line, bool isInlined, ulong offset)
    {
        Symbol key = new(function, file, line, isInlined, offset);
        if (_symbolIndexes.TryGetValue(key, out int index)) return index;
        _symbols.Add(new FrameSymbol(FunctionName(function), file, line, isInlined, offset: offset));
        return _symbolIndexes[key] = _symbols.Count - 1;
    }

    /// <summary>The same frame, inlined.</summary>
    internal int Inlined(int frame)
    {
        FrameSymbol symbol = _symbols[frame];
        return symbol.IsInlined ? frame : Frame(symbol.Function, symbol.File, symbol.Line, true, symbol.Offset);
    }

    /// <summary>Adds an entry.</summary>
    /// <returns>False where a limit is reached.</returns>
    internal bool TryAdd(long count, ReadOnlySpan<int> frames, IReadOnlyDictionary<string, string>? labels, long line)
    {
        if (_records.Count >= limits.MaxGoroutines) return false;
        int[] key = frames[..Math.Min(frames.Length, limits.MaxFrames)].ToArray();
        if (!_stackIndexes.TryGetValue(key, out int stack))
        {
            if ((_allFrames += key.Length) > MaxAllFrames) return false;
            stack = _stackIndexes[key] = _stackCounts.Count;
            _stackCounts.Add(0);
        }

        _stackCounts[stack] = Saturated(_stackCounts[stack], count);
        Sum = Saturated(Sum, count);
        if (labels is not null) _labels[_records.Count] = labels;
        _records.Add(new GoroutineRecord { Count = count, Stack = stack, WaitMinutes = -1 });
        _lines.Add(line);
        return true;
    }

    internal GoroutineDump Build(DumpOrigin origin, long total, long firstLine, bool isCutAtStart, bool isTruncated)
    {
        GoroutineStack[] stacks = new GoroutineStack[_stackCounts.Count];
        foreach ((int[] frames, int index) in _stackIndexes) stacks[index] = new GoroutineStack(index, Array.ConvertAll(frames, f => _symbols[f]), null, _stackCounts[index]);
        return new GoroutineDump(new ProfileDumpData
        {
            Records = [.. _records],
            RecordCount = _records.Count,
            Stacks = stacks,
            Format = format,
            Origin = origin,
            Total = Math.Max(total, Sum),
            FirstLine = firstLine,
            Lines = format == DumpFormat.Protobuf ? [] : _lines,
            Labels = _labels,
            IsCutAtStart = isCutAtStart,
            IsTruncated = isTruncated,
            IsComplete = !isCutAtStart && !isTruncated && total <= Sum,
        });
    }

    /// <summary>Undoes the percent escapes that the linker puts into the last element of import paths (<c>gopkg.in/yaml%2ev2</c>).</summary>
    private static string FunctionName(string name) => name.Contains('%') ? Uri.UnescapeDataString(name) : name;

    private static long Saturated(long sum, long count) => sum > long.MaxValue - count ? long.MaxValue : sum + count;

    private readonly record struct Symbol(string Function, string? File, int Line, bool IsInlined, ulong Offset);

    private sealed class StackComparer : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] frames)
        {
            HashCode hash = default;
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(frames.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
