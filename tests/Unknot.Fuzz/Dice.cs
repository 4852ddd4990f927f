namespace Unknot.Fuzz;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and runtime, and nothing to set up per input.</summary>
public struct Dice
{
    private ulong _state;

    /// <summary>The numbers of one input of one run.</summary>
    public Dice(ulong seed, long index)
    {
        _state = seed * 0x9E3779B97F4A7C15;
        _state = Next() ^ (ulong)index;
    }

    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="below"/> - 1; 0 where that is nothing.</summary>
    public int Below(int below) => below <= 1 ? 0 : (int)(Next() % (uint)below);

    public bool OneIn(int n) => Below(n) == 0;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
