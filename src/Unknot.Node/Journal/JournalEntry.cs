namespace Unknot.Node.Journal;

/// <summary>An entry of a journal, as far as it is read. Fields that it does not have, or that could not be read, are null.</summary>
internal sealed class JournalEntry
{
    private readonly string?[] _values = new string?[Enum.GetValues<JournalField>().Length];

    /// <summary>Wall-clock time, microseconds since 1970.</summary>
    public ulong Realtime { get; init; }

    /// <summary>A field's value.</summary>
    public string? this[JournalField field]
    {
        get => _values[(int)field];
        set => _values[(int)field] = value;
    }
}
