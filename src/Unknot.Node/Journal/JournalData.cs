using System.Buffers.Binary;
using System.Text;
using ZstdSharp;

namespace Unknot.Node.Journal;

/// <summary>Reads data objects, <c>FIELD=value</c>, packed or not ("Data Objects" of systemd's JOURNAL_FILE_FORMAT). Most are shared by many entries and read once.</summary>
internal sealed class JournalData(FilePages pages, bool isCompact) : IDisposable
{
    private const int HeadLength = 64, CompactExtra = 8, MaxKnown = 100_000;
    private const byte DataType = 1, Xz = 1, Lz4 = 2, Zstandard = 4;

    // journald itself cuts a line at 48 KiB (LineMax); a native message can be longer, a dump of a daemon at most some MiB.
    private const int MaxPacked = 4 << 20, MaxUnpacked = 8 << 20;

    private static readonly (byte[] Name, JournalField Field)[] s_fields =
    [
        ("MESSAGE="u8.ToArray(), JournalField.Message),
        ("SYSLOG_IDENTIFIER="u8.ToArray(), JournalField.Identifier),
        ("_COMM="u8.ToArray(), JournalField.Command),
        ("_PID="u8.ToArray(), JournalField.Pid),
        ("SYSLOG_PID="u8.ToArray(), JournalField.SyslogPid),
        ("_TRANSPORT="u8.ToArray(), JournalField.Transport),
        ("_SYSTEMD_UNIT="u8.ToArray(), JournalField.Unit),
        ("_HOSTNAME="u8.ToArray(), JournalField.Host),
        ("_LINE_BREAK="u8.ToArray(), JournalField.LineBreak),
    ];

    private readonly Dictionary<ulong, (JournalField, string?)> _known = [];
    private readonly Decompressor _zstandard = new();

    /// <summary>Objects that are packed with XZ, which nothing here unpacks.</summary>
    public int PackedWithXz { get; private set; }

    /// <summary>Objects that could not be read.</summary>
    public int Broken { get; private set; }

    /// <summary>Objects that are larger than is read.</summary>
    public int TooLarge { get; private set; }

    /// <summary>Reads the object at an offset.</summary>
    /// <returns>Its field and value; none for a field that is not asked for and for what cannot be read.</returns>
    public (JournalField Field, string? Value) Read(ulong offset)
    {
        if (_known.TryGetValue(offset, out (JournalField, string?) known)) return known;
        (JournalField Field, string? Value) read = ReadNew(offset);
        if (_known.Count >= MaxKnown) _known.Clear();
        // A message is hardly ever shared, and may be long.
        if (read.Field != JournalField.Message) _known[offset] = read;
        return read;
    }

    public void Dispose() => _zstandard.Dispose();

    private (JournalField, string?) ReadNew(ulong offset)
    {
        int headLength = HeadLength + (isCompact ? CompactExtra : 0);
        ReadOnlySpan<byte> head = pages.Get(offset, 16);
        if (head.IsEmpty || head[0] != DataType) return Nothing(Broken++);
        byte flags = head[1];
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(head[8..]);
        if (size < (ulong)headLength) return Nothing(Broken++);
        if (size - (ulong)headLength > MaxPacked) return Nothing(TooLarge++);
        ReadOnlySpan<byte> payload = pages.Get(offset + (ulong)headLength, (int)size - headLength);
        if (payload.IsEmpty) return Nothing(Broken++);
        switch (flags & (Xz | Lz4 | Zstandard))
        {
            case 0: return Field(payload);
            case Lz4: return UnpackLz4(payload);
            case Zstandard: return UnpackZstandard(payload);
            default: return Nothing(PackedWithXz++);
        }
    }

    // Eight bytes of length, then the block (src/basic/compress.c, compress_blob_lz4).
    private (JournalField, string?) UnpackLz4(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 8) return Nothing(Broken++);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(payload);
        if (length > MaxUnpacked) return Nothing(TooLarge++);
        byte[] unpacked = new byte[length];
        return Lz4Block.TryUnpack(payload[8..], unpacked) ? Field(unpacked) : Nothing(Broken++);
    }

    private (JournalField, string?) UnpackZstandard(ReadOnlySpan<byte> payload)
    {
        try
        {
            ulong length = Decompressor.GetDecompressedSize(payload);
            if (length > MaxUnpacked) return Nothing(TooLarge++);
            byte[] unpacked = new byte[length];
            return _zstandard.TryUnwrap(payload, unpacked, out int written) ? Field(unpacked.AsSpan(0, written)) : Nothing(Broken++);
        }
        catch (ZstdException)
        {
            return Nothing(Broken++);
        }
    }

    private static (JournalField, string?) Field(ReadOnlySpan<byte> payload)
    {
        foreach ((byte[] name, JournalField field) in s_fields)
        {
            if (payload.StartsWith(name)) return (field, Encoding.UTF8.GetString(payload[name.Length..]));
        }

        return (JournalField.None, null);
    }

    /// <param name="count">The counter's old value: the call counts.</param>
    private static (JournalField, string?) Nothing(int count)
    {
        _ = count;
        return (JournalField.None, null);
    }
}
