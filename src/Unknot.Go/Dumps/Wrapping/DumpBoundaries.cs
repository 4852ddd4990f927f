namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Where one dump ends and the next begins in a stream of goroutines: at a marker, at a goroutine id seen before (ids are never used twice in a process'
/// life), at a <c>running</c> goroutine behind log lines (each panic of a log is one of its own).
/// </summary>
internal static class DumpBoundaries
{
    /// <summary>A dump begins with its <c>running</c> goroutine; an id seen before follows it this soon.</summary>
    private const int MaxLead = 8;

    /// <summary>The first block of each dump; the last entry is the number of blocks.</summary>
    internal static List<int> Find(IReadOnlyList<DumpBlock> blocks)
    {
        List<int> starts = [];
        HashSet<long> seen = [];
        int candidate = -1;
        for (int i = 0; i < blocks.Count; i++)
        {
            DumpBlock block = blocks[i];
            bool isFirst = i == 0 || block.Segment != blocks[i - 1].Segment;
            if (isFirst || (block.IsAfterNoise && (block.IsRunning || block.Id < 0)))
            {
                Start(i);
            }
            else if (block.Id >= 0 && seen.Contains(block.Id))
            {
                bool hasLead = candidate > starts[^1] && (i - candidate <= MaxLead || blocks[candidate + 1].Id == 1);
                int start = hasLead ? candidate : i;
                Start(start);
                for (int k = start; k < i; k++) seen.Add(blocks[k].Id);
            }

            if (block.IsRunning) candidate = i;
            if (block.Id >= 0) seen.Add(block.Id);
        }

        starts.Add(blocks.Count);
        return starts;

        void Start(int index)
        {
            starts.Add(index);
            seen.Clear();
        }
    }
}
