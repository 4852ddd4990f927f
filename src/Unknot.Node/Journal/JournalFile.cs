using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Unknot.Node.Journal;

/// <summary>
/// One file of systemd's journal, read from its newest entry backwards (systemd's JOURNAL_FILE_FORMAT). The file may be written while it is read,
/// cut or broken: each step checks what it reads, goes only towards smaller numbers, and what cannot be read is counted and passed over.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    // Offsets in the header.
    private const int IncompatibleAt = 12, HeaderSizeAt = 88, EntriesAt = 152, ArrayAt = 176, HeadTimeAt = 184, TailTimeAt = 192, HeaderLength = 208;

    // HEADER_INCOMPATIBLE_COMPRESSED_XZ, _LZ4, _KEYED_HASH, _COMPRESSED_ZSTD, _COMPACT.
    private const uint KnownFlags = 1 | 2 | 4 | 8 | 16, Compact = 16;
    private const byte EntryType = 3, ArrayType = 6;
    private const int ArrayHead = 24, EntryHead = 64, MaxItemsOfEntry = 4_096, MaxArrays = 10_000;

    private readonly FilePages _pages;
    private readonly bool _isCompact;
    private readonly ulong _entries, _firstArray;

    private JournalFile(FilePages pages, ReadOnlySpan<byte> header)
    {
        _pages = pages;
        _isCompact = (BinaryPrimitives.ReadUInt32LittleEndian(header[IncompatibleAt..]) & Compact) != 0;
        _entries = Number(header, EntriesAt);
        _firstArray = Number(header, ArrayAt);
        (Oldest, Newest) = (Number(header, HeadTimeAt), Number(header, TailTimeAt));
        Data = new JournalData(pages, _isCompact);
    }

    /// <summary>Time of the first entry, microseconds since 1970, by the header.</summary>
    public ulong Oldest { get; }

    /// <summary>Time of the last entry, by the header.</summary>
    public ulong Newest { get; }

    /// <summary>Its data objects, with the counts of those that could not be read.</summary>
    public JournalData Data { get; }

    /// <summary>Entries that could not be read.</summary>
    public int BrokenEntries { get; private set; }

    /// <summary>The first error of the file system; null when there was none.</summary>
    public string? Error => _pages.Error;

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file; owned from here on.</param>
    /// <param name="problem">Why it cannot be read; null when it can.</param>
    /// <returns>The file; null when it cannot be read.</returns>
    public static JournalFile? Open(SafeFileHandle file, out string? problem)
    {
        FilePages pages = new(file);
        ReadOnlySpan<byte> header = pages.Get(0, HeaderLength);
        problem = pages.Error ?? (header.IsEmpty ? "is shorter than a journal's header"
            : !header.StartsWith("LPKSHHRH"u8) || Number(header, HeaderSizeAt) < HeaderLength ? "does not begin as a journal does"
            : (BinaryPrimitives.ReadUInt32LittleEndian(header[IncompatibleAt..]) & ~KnownFlags) is > 0 and var unknown ? $"uses a newer form of journal (incompatible flags 0x{unknown:x})"
            : null);
        if (problem is null) return new JournalFile(pages, header);
        pages.Dispose();
        return null;
    }

    /// <summary>The entries, the newest first.</summary>
    public IEnumerable<JournalEntry> Backwards()
    {
        List<(ulong Offset, int Count)> arrays = Arrays();
        for (int i = arrays.Count - 1; i >= 0; i--)
        {
            for (int item = arrays[i].Count - 1; item >= 0; item--)
            {
                ulong offset = ItemOf(arrays[i].Offset, item);
                if (offset == 0) continue;
                if (EntryAt(offset) is { } entry) yield return entry;
                else BrokenEntries++;
            }
        }
    }

    public void Dispose()
    {
        Data.Dispose();
        _pages.Dispose();
    }

    // The arrays are a list from the oldest on, each about twice as long as the one before: the way to the newest is short.
    private List<(ulong Offset, int Count)> Arrays()
    {
        List<(ulong, int)> arrays = [];
        int itemLength = _isCompact ? 4 : 8;
        ulong left = _entries;
        ulong offset = _firstArray, before = 0;
        while (offset > before && left > 0 && arrays.Count < MaxArrays)
        {
            ReadOnlySpan<byte> head = _pages.Get(offset, ArrayHead);
            if (head.IsEmpty || head[0] != ArrayType) break;
            ulong size = Number(head, 8), next = Number(head, 16);
            if (size < ArrayHead || size > int.MaxValue) break;
            // What lies behind the number of entries is not filled yet.
            int count = (int)Math.Min((size - ArrayHead) / (ulong)itemLength, left);
            arrays.Add((offset, count));
            left -= (ulong)count;
            (before, offset) = (offset, next);
        }

        return arrays;
    }

    private ulong ItemOf(ulong array, int item)
    {
        int length = _isCompact ? 4 : 8;
        ReadOnlySpan<byte> bytes = _pages.Get(array + ArrayHead + (ulong)item * (ulong)length, length);
        return bytes.IsEmpty ? 0 : _isCompact ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private JournalEntry? EntryAt(ulong offset)
    {
        ReadOnlySpan<byte> head = _pages.Get(offset, EntryHead);
        if (head.IsEmpty || head[0] != EntryType) return null;
        ulong size = Number(head, 8);
        JournalEntry entry = new() { Realtime = Number(head, 24) };
        int itemLength = _isCompact ? 4 : 16;
        if (size < EntryHead || (size - EntryHead) / (ulong)itemLength > MaxItemsOfEntry) return null;
        int count = (int)(size - EntryHead) / itemLength;
        // A copy: reading the data moves the pages on.
        byte[] items = _pages.Get(offset + EntryHead, count * itemLength).ToArray();
        if (items.Length == 0) return null;
        for (int at = 0; at < items.Length; at += itemLength)
        {
            ulong data = _isCompact ? BinaryPrimitives.ReadUInt32LittleEndian(items.AsSpan(at)) : BinaryPrimitives.ReadUInt64LittleEndian(items.AsSpan(at));
            (JournalField field, string? value) = Data.Read(data);
            if (field != JournalField.None) entry[field] ??= value;
        }

        return entry;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
