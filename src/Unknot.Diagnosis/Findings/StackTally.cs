using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Findings;

/// <summary>Goroutines of one dump that show a sign.</summary>
/// <param name="first">Index of the first.</param>
internal sealed class StackTally(int first)
{
    /// <summary>Index of the first.</summary>
    public int First { get; } = first;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Longest duration printed, in whole minutes; null where none is.</summary>
    public int? Minutes { get; private set; }

    /// <summary>Counts one.</summary>
    /// <param name="goroutine">The goroutine, or a profile's entry.</param>
    public void Add(Goroutine goroutine)
    {
        Count += goroutine.Count;
        if (goroutine.WaitMinutes is { } minutes && minutes >= (Minutes ?? 0)) Minutes = minutes;
    }
}
