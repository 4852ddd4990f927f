namespace Unknot.Go.Dumps.Wrapping;

/// <summary>
/// Where each line of unwrapped text stood in the input. Kept as runs, as lines mostly follow each other: one entry per gap, not per line.
/// </summary>
internal sealed class LineMap
{
    private readonly List<Run> _runs = [];

    /// <summary>Lines so far.</summary>
    internal long Count { get; private set; }

    /// <summary>Notes that the next line of unwrapped text comes from a line of the input.</summary>
    internal void Add(long inputLine)
    {
        if (_runs.Count > 0)
        {
            Run last = _runs[^1];
            long step = Count - last.First == 1 ? inputLine - last.InputLine : last.Step;
            if (step is >= -1 and <= 1 && last.InputLine + (step * (Count - last.First)) == inputLine)
            {
                if (step != last.Step) _runs[^1] = last with { Step = step };
                Count++;
                return;
            }
        }

        _runs.Add(new Run(Count, inputLine, 0));
        Count++;
    }

    /// <summary>The input's line of a line of unwrapped text.</summary>
    /// <param name="line">From 0; beyond either end the nearest line counts.</param>
    internal long InputLine(long line)
    {
        if (_runs.Count == 0) return 1;
        line = Math.Clamp(line, 0, Count - 1);
        int low = 0, high = _runs.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_runs[middle].First <= line) low = middle;
            else high = middle - 1;
        }

        return _runs[low].InputLine + (_runs[low].Step * (line - _runs[low].First));
    }

    private readonly record struct Run(long First, long InputLine, long Step);
}
