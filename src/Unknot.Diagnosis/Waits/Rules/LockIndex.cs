namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>Which locks an argument word can be about: the lock's own address, or an object that has such a lock so many bytes further on.</summary>
internal sealed class LockIndex
{
    private readonly Dictionary<ulong, LockUse> _byAddress = [];
    private readonly ulong[] _offsets;

    // Locks of which no waiter shows how far behind its object they lie: any near object may be theirs.
    private readonly LockUse[] _open;
    private readonly ulong[] _openAddresses;
    private readonly ulong _span;
    private readonly ulong _nearSpan;

    public LockIndex(IReadOnlyList<LockUse> locks, ulong span, ulong nearSpan)
    {
        _span = span;
        _nearSpan = nearSpan;
        foreach (LockUse use in locks.Where(l => l.Address != 0)) _byAddress.TryAdd(use.Address, use);
        _offsets = [.. locks.SelectMany(l => l.Offsets).Where(o => o != 0 && o <= span).Distinct()];
        _open = [.. _byAddress.Values.Where(l => !l.Offsets.Any()).OrderBy(l => l.Address)];
        _openAddresses = [.. _open.Select(l => l.Address)];
    }

    public IEnumerable<LockUse> LocksOf(ulong word)
    {
        if (_byAddress.TryGetValue(word, out LockUse? itself)) yield return itself;
        foreach (ulong offset in _offsets)
        {
            if (_byAddress.TryGetValue(word + offset, out LockUse? inside) && inside.CanLieAt(offset)) yield return inside;
        }

        int at = Array.BinarySearch(_openAddresses, word);
        for (int i = at < 0 ? ~at : at + 1; i < _open.Length && _openAddresses[i] - word <= (_open[i].Types.Count > 0 ? _span : _nearSpan); i++) yield return _open[i];
    }
}
