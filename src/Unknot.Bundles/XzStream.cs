using SharpCompress.Compressors.Xz;

namespace Unknot.Bundles;

/// <summary>
/// The container of an xz file (The .xz File Format 1.2.1): streams one after the other, with padding between them, each of blocks and an index. The
/// blocks are SharpCompress' to unpack and to check; its own <c>XZStream</c> takes one stream only, and allocates whatever dictionary a block
/// asks for, up to 4 GiB.
/// </summary>
internal sealed class XzStream(Stream packed) : Stream
{
    // xz -9 uses 64 MiB (xz(1)); what asks for more is not a log somebody packed.
    private const long MaxDictionary = 64 << 20;
    private const int Lzma2 = 0x21, FooterLength = 12, MaxHeader = 1024;

    private readonly XzSource _source = new(packed);
    private XZHeader? _header;
    private XZBlock? _block;
    private bool _ended;

    // A second read after an error would only tell the same again.
    private bool _failed;
    private long _out;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _out; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_failed) return 0;
        _failed = true;
        // The decoder trusts its input in places: what it trips over there is damage, not our mistake.
        try
        {
            int read = ReadChecked(buffer, offset, count);
            _failed = false;
            return read;
        }
        catch (Exception error) when (error is IndexOutOfRangeException or NullReferenceException or DivideByZeroException or OutOfMemoryException or SharpCompress.Common.SharpCompressException)
        {
            throw new InvalidDataException("the xz data is damaged or cut: " + error.Message, error);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        byte[] bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            int read = Read(bytes, 0, buffer.Length);
            bytes.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _block?.Dispose();
        base.Dispose(disposing);
    }

    private int ReadChecked(byte[] buffer, int offset, int count)
    {
        while (count > 0 && !_ended)
        {
            if (_block is null && !NextBlock()) continue;
            int read = _block!.Read(buffer, offset, count);
            if (read < count)
            {
                _block.Dispose();
                _block = null;
            }

            _out += read;
            if (read > 0) return read;
        }

        return 0;
    }

    // False where the stream's blocks are through, or all streams are.
    private bool NextBlock()
    {
        if (_header is null)
        {
            _header = XZHeader.FromStream(_source);
            if (!Enum.IsDefined(_header.BlockCheckType)) throw new InvalidDataException($"xz: unknown check type {(int)_header.BlockCheckType}");
        }

        ReadOnlySpan<byte> size = _source.Peek(1);
        if (size.IsEmpty) throw Ended();
        if (size[0] == 0)
        {
            EndStream();
            return false;
        }

        CheckDictionary(_source.Peek(Math.Min((size[0] + 1) * 4, MaxHeader)));
        _block = new XZBlock(_source, _header.BlockCheckType, _header.BlockCheckSize);
        return true;
    }

    // Block header: size, flags, [packed size], [unpacked size], then for each filter its id, the length of its properties, and these (3.1).
    private static void CheckDictionary(ReadOnlySpan<byte> header)
    {
        if (header.Length < 8) throw Ended();
        int at = 2;
        if ((header[1] & 0x40) != 0) Integer(header, ref at);
        if ((header[1] & 0x80) != 0) Integer(header, ref at);
        for (int filter = 0; filter <= (header[1] & 3); filter++)
        {
            ulong id = Integer(header, ref at), length = Integer(header, ref at);
            if (length > (ulong)(header.Length - at)) throw new InvalidDataException("xz: a filter's properties go beyond the block's header");
            if (id == Lzma2 && length == 1 && DictionarySize(header[at] & 0x3F) is > MaxDictionary and var asked)
                throw new InvalidDataException($"xz: needs a dictionary of {asked >> 20} MiB, more than {MaxDictionary >> 20}: unpack it first (xz -d)");
            at += (int)length;
        }
    }

    // 5.3.1: 2 or 3 times a power of two from 4 KiB on.
    private static long DictionarySize(int bits) => (long)(2 | (bits & 1)) << (bits / 2 + 11);

    private static ulong Integer(ReadOnlySpan<byte> header, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            if (at >= header.Length) break;
            byte next = header[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("xz: a number in a block's header does not end");
    }

    // The index only repeats the blocks' sizes (4); its records are passed over, not kept.
    private void EndStream()
    {
        long begin = _source.Position;
        _source.ReadByte();
        ulong records = Number();
        for (ulong i = 0; i < records; i++)
        {
            Number();
            Number();
        }

        while ((_source.Position - begin) % 4 != 0) Byte();
        byte[] rest = new byte[4 + FooterLength];
        if (_source.Read(rest) < rest.Length) throw Ended();
        if (rest is not [.., (byte)'Y', (byte)'Z']) throw new InvalidDataException("xz: the stream's footer is damaged");
        _header = null;
        while (_source.Peek(4) is [0, 0, 0, 0]) _source.ReadExactly(rest, 0, 4);
        _ended = _source.Peek(1).IsEmpty;
    }

    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("xz: a number in the index does not end");
    }

    private byte Byte() => _source.ReadByte() is >= 0 and var read ? (byte)read : throw Ended();

    private static InvalidDataException Ended() => new("the compressed data ends early: what came out before is kept");
}
