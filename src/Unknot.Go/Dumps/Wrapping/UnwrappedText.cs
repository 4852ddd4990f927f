namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Canonical text as it grows, with the line of the input that each of its lines comes from.</summary>
internal sealed class UnwrappedText
{
    private byte[] _bytes = [];

    internal int Length { get; private set; }

    internal LineMap Lines { get; } = new();

    /// <summary>True once the text would not fit into one array: nothing more is taken.</summary>
    internal bool IsFull { get; private set; }

    internal ReadOnlyMemory<byte> Slice(int start, int end) => _bytes.AsMemory(start, end - start);

    internal ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Appends a line with its line feed.</summary>
    internal void Append(ReadOnlySpan<byte> line, bool tab, long inputLine)
    {
        int needed = line.Length + (tab ? 2 : 1);
        if (IsFull || !Reserve(needed)) return;
        if (tab) _bytes[Length++] = (byte)'\t';
        line.CopyTo(_bytes.AsSpan(Length));
        Length += line.Length;
        _bytes[Length++] = (byte)'\n';
        Lines.Add(inputLine);
    }

    /// <summary>Takes the last line feed away: the input ended inside this line.</summary>
    internal void DropLastLineFeed() => Length -= Length > 0 && _bytes[Length - 1] == (byte)'\n' ? 1 : 0;

    private bool Reserve(int needed)
    {
        if (Length + (long)needed > Array.MaxLength)
        {
            IsFull = true;
            return false;
        }

        if (Length + needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(Length + (long)needed, Math.Max(4096, _bytes.Length * 2L))));
        return true;
    }
}
