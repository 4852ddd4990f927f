using System.Buffers.Binary;
using System.Text;

namespace Unknot.Node.Bus;

/// <summary>
/// Reads marshalled values (D-Bus specification, "Marshaling (Wire Format)"). Whatever stands in the bytes, a read returns: depth, number of
/// values and lengths are bounded by the specification's limits and by the bytes that are there.
/// </summary>
internal ref struct DbusReader(ReadOnlySpan<byte> bytes, bool isBigEndian)
{
    /// <summary>32 arrays and 32 structs may be nested in each other, and variants count as well (64 in all).</summary>
    private const int MaxDepth = 64;

    private const int MaxValues = 1 << 20;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _values;

    /// <summary>Where it is; alignment counts from 0.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the values of a signature.</summary>
    /// <returns>False where signature or bytes are broken.</returns>
    public bool TryRead(string signature, out IReadOnlyList<DbusValue> values)
    {
        List<DbusValue> list = [];
        values = list;
        int at = 0;
        while (at < signature.Length)
        {
            if (!TryReadOne(signature, ref at, 0, out DbusValue? value)) return false;
            list.Add(value!);
        }

        return true;
    }

    private bool TryReadOne(string signature, ref int at, int depth, out DbusValue? value)
    {
        value = null;
        if (at >= signature.Length || depth > MaxDepth || ++_values > MaxValues) return false;
        char type = signature[at++];
        switch (type)
        {
            case 'y': return TryNumber(type, 1, isSigned: false, out value);
            case 'n': return TryNumber(type, 2, isSigned: true, out value);
            case 'q': return TryNumber(type, 2, isSigned: false, out value);
            case 'i': return TryNumber(type, 4, isSigned: true, out value);
            case 'b' or 'u' or 'h': return TryNumber(type, 4, isSigned: false, out value);
            case 'x' or 't' or 'd': return TryNumber(type, 8, isSigned: false, out value);
            case 's' or 'o': return TryText(type, 4, out value);
            case 'g': return TryText(type, 1, out value);
            case 'a': return TryArray(signature, ref at, depth, out value);
            case '(': return TryStruct(signature, ref at, depth, '(', ')', out value);
            case '{': return TryStruct(signature, ref at, depth, '{', '}', out value);
            case 'v': return TryVariant(depth, out value);
            default: return false;
        }
    }

    private bool TryNumber(char type, int size, bool isSigned, out DbusValue? value)
    {
        value = null;
        if (!TryAlign(size) || _bytes.Length - Position < size) return false;
        ReadOnlySpan<byte> raw = _bytes.Slice(Position, size);
        Position += size;
        ulong bits = size switch
        {
            1 => raw[0],
            2 => isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(raw) : BinaryPrimitives.ReadUInt16LittleEndian(raw),
            4 => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(raw) : BinaryPrimitives.ReadUInt32LittleEndian(raw),
            _ => isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(raw) : BinaryPrimitives.ReadUInt64LittleEndian(raw),
        };
        if (isSigned) bits = size == 2 ? (ulong)(short)bits : (ulong)(int)bits;
        value = new DbusValue(type, bits, null, []);
        return true;
    }

    // Length (4 bytes, 1 for a signature), the text, and a NUL that the length does not count.
    private bool TryText(char type, int lengthSize, out DbusValue? value)
    {
        if (!TryNumber('u', lengthSize, isSigned: false, out value)) return false;
        ulong length = value!.Bits;
        if (length >= (ulong)(_bytes.Length - Position) || _bytes[Position + (int)length] != 0) return false;
        value = new DbusValue(type, 0, Encoding.UTF8.GetString(_bytes.Slice(Position, (int)length)), []);
        Position += (int)length + 1;
        return true;
    }

    private bool TryArray(string signature, ref int at, int depth, out DbusValue? value)
    {
        int element = at;
        if (!TryNumber('u', 4, isSigned: false, out value) || !TrySkip(signature, ref at, depth)) return false;
        ulong length = value!.Bits;
        // The padding up to the first element is there even where there is none, and is not counted.
        if (!TryAlign(Alignment(signature[element])) || length > (ulong)(_bytes.Length - Position)) return false;
        int end = Position + (int)length;
        List<DbusValue> items = [];
        while (Position < end)
        {
            int from = element;
            if (!TryReadOne(signature, ref from, depth + 1, out DbusValue? item)) return false;
            items.Add(item!);
        }

        value = new DbusValue('a', 0, null, items);
        return Position == end;
    }

    private bool TryStruct(string signature, ref int at, int depth, char open, char close, out DbusValue? value)
    {
        value = null;
        if (!TryAlign(8)) return false;
        List<DbusValue> items = [];
        while (at < signature.Length && signature[at] != close)
        {
            if (!TryReadOne(signature, ref at, depth + 1, out DbusValue? item)) return false;
            items.Add(item!);
        }

        value = new DbusValue(open, 0, null, items);
        return items.Count > 0 && at++ < signature.Length;
    }

    private bool TryVariant(int depth, out DbusValue? value)
    {
        if (!TryText('g', 1, out value)) return false;
        string signature = value!.Text!;
        int at = 0;
        if (!TryReadOne(signature, ref at, depth + 1, out DbusValue? inner) || at != signature.Length) return false;
        value = new DbusValue('v', 0, null, [inner!]);
        return true;
    }

    /// <summary>Goes past one complete type.</summary>
    private static bool TrySkip(string signature, ref int at, int depth)
    {
        if (at >= signature.Length || depth > MaxDepth) return false;
        char type = signature[at++];
        if (type == 'a') return TrySkip(signature, ref at, depth + 1);
        if (type is not ('(' or '{')) return "ybnqiuxtdhsogv".Contains(type);
        char close = type == '(' ? ')' : '}';
        while (at < signature.Length && signature[at] != close)
        {
            if (!TrySkip(signature, ref at, depth + 1)) return false;
        }

        return at++ < signature.Length;
    }

    public bool TryAlign(int to)
    {
        int aligned = (Position + to - 1) / to * to;
        if (aligned > _bytes.Length) return false;
        Position = aligned;
        return true;
    }

    private static int Alignment(char type) => type switch
    {
        'y' or 'g' or 'v' => 1,
        'n' or 'q' => 2,
        'x' or 't' or 'd' or '(' or '{' => 8,
        _ => 4,
    };
}
