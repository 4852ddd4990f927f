using System.Text;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>The distinct states of a dump. A few dozen in a real one, so the last ones seen are remembered by their bytes.</summary>
internal sealed class StateTable
{
    private const int Slots = 64;
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly byte[]?[] _texts = new byte[Slots][];
    private readonly int[] _known = new int[Slots];

    public List<string> States { get; } = [];

    /// <summary>The state printed exactly so, if it is remembered; -1 otherwise.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        int slot = SlotOf(text);
        return text.SequenceEqual(_texts[slot]) && !text.IsEmpty ? _known[slot] : -1;
    }

    /// <summary>The index of a state. It is remembered where it is printed without marks.</summary>
    public int Intern(ReadOnlySpan<byte> state, bool isPlain)
    {
        string text = Encoding.UTF8.GetString(state);
        if (!_indexes.TryGetValue(text, out int index))
        {
            index = States.Count;
            States.Add(text);
            _indexes.Add(text, index);
        }
        int slot = SlotOf(state);
        if (!isPlain || state.IsEmpty) return index;
        _texts[slot] = state.ToArray();
        _known[slot] = index;
        return index;
    }

    private static int SlotOf(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : (text.Length + (text[0] * 7) + (text[^1] * 3) + text[text.Length / 2]) & (Slots - 1);
}
