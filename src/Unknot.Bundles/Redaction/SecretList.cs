namespace Unknot.Bundles.Redaction;

/// <summary>Places in a text that are to be replaced. Taken in any order; those that overlap become one.</summary>
internal sealed class SecretList
{
    private readonly List<Place> _places = [];

    public bool IsEmpty => _places.Count == 0;

    /// <summary>Secrets found.</summary>
    public Dictionary<SecretKind, long> Counts { get; } = [];

    /// <summary>A secret of which nothing stays.</summary>
    public void Add(int start, int length, SecretKind kind)
    {
        if (length > 0) _places.Add(new Place(start, length, kind.Placeholder(), kind));
    }

    /// <summary>A text that stays but for secrets within it, which another list has counted.</summary>
    public void AddRewritten(int start, int length, ReadOnlyMemory<byte> text, SecretList within)
    {
        _places.Add(new Place(start, length, text, null));
        foreach ((SecretKind kind, long count) in within.Counts) Count(kind, count);
    }

    /// <summary>The text with all places replaced; the text itself when there is none.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> text)
    {
        if (IsEmpty) return text;
        _places.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        MemoryStream output = new(text.Length);
        int done = 0;
        foreach (Place place in _places)
        {
            int end = place.Start + place.Length;
            if (place.Start < done)
            {
                // Two rules have found parts of one secret: its rest must not stay.
                done = Math.Max(done, end);
                continue;
            }

            output.Write(text.Span[done..place.Start]);
            output.Write(place.Text.Span);
            done = end;
            if (place.Kind is { } kind) Count(kind, 1);
        }

        output.Write(text.Span[done..]);
        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }

    private void Count(SecretKind kind, long count) => Counts[kind] = Counts.GetValueOrDefault(kind) + count;

    private readonly record struct Place(int Start, int Length, ReadOnlyMemory<byte> Text, SecretKind? Kind);
}
