using System.Buffers.Binary;

namespace Unknot.Go.Dumps.Profiles;

/// <summary>Walks the fields of one protobuf message (protobuf.dev, "Encoding"). Damage ends the walk and is remembered; nothing is thrown.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;

    internal bool IsDamaged { get; private set; }

    /// <summary>Number of the field read last.</summary>
    internal int Field { get; private set; }

    /// <summary>True where the field read last is a length-delimited one, <see cref="Bytes"/>; else it is <see cref="Number"/>.</summary>
    internal bool IsBytes { get; private set; }

    internal ulong Number { get; private set; }

    internal ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Where <see cref="Bytes"/> starts in the message.</summary>
    internal int BytesAt { get; private set; }

    /// <summary>Reads the next field.</summary>
    /// <returns>False at the end, and where the rest cannot be read.</returns>
    internal bool MoveNext()
    {
        if (_at >= _message.Length || IsDamaged) return false;
        if (!TryReadVarint(out ulong tag) || tag >> 3 is 0 or > 536_870_911) return Damage();
        Field = (int)(tag >> 3);
        IsBytes = (tag & 7) == 2;
        switch (tag & 7)
        {
            case 0:
                if (!TryReadVarint(out ulong value)) return Damage();
                Number = value;
                return true;
            case 1: return TryTake(8, out ReadOnlySpan<byte> eight) ? Fixed(BinaryPrimitives.ReadUInt64LittleEndian(eight)) : Damage();
            case 5: return TryTake(4, out ReadOnlySpan<byte> four) ? Fixed(BinaryPrimitives.ReadUInt32LittleEndian(four)) : Damage();
            case 2:
                if (!TryReadVarint(out ulong length) || length > (ulong)(_message.Length - _at)) return Damage();
                BytesAt = _at;
                _ = TryTake((int)length, out ReadOnlySpan<byte> bytes);
                Bytes = bytes;
                return true;
            default: return Damage();
        }
    }

    /// <summary>Adds the numbers of a repeated field, packed or not.</summary>
    internal void AddNumbers(List<ulong> numbers)
    {
        if (!IsBytes)
        {
            numbers.Add(Number);
            return;
        }

        ProtoReader packed = new(Bytes);
        while (packed._at < packed._message.Length && packed.TryReadVarint(out ulong value)) numbers.Add(value);
        IsDamaged |= packed._at < packed._message.Length;
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && _at < _message.Length; shift += 7)
        {
            byte next = _message[_at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return true;
        }

        return false;
    }

    private bool TryTake(int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (length > _message.Length - _at) return false;
        bytes = _message.Slice(_at, length);
        _at += length;
        return true;
    }

    private bool Fixed(ulong value)
    {
        Number = value;
        return true;
    }

    private bool Damage()
    {
        IsDamaged = true;
        return false;
    }
}
