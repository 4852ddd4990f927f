using System.Buffers.Binary;

namespace Unknot.Bundles;

/// <summary>Watches the packed bytes of a gzip go by, to tell at the end whether it was whole.</summary>
internal sealed class GzipTrailer(Stream inner) : Stream
{
    private readonly byte[] _last = new byte[sizeof(uint)];
    private int _kept;
    private int _members;

    /// <summary>Packed bytes read so far.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => BytesRead; set => throw new NotSupportedException(); }

    /// <summary>True when the length at the end is not that of what came out. Several gzips in a row tell only their last one's: they count as whole.</summary>
    public bool IsCut(long unpacked)
    {
        byte[] rest = new byte[4096];
        while (Read(rest) > 0)
        {
            // The decompressor may have stopped before the end.
        }

        return _members <= 1 && (_kept < _last.Length || BinaryPrimitives.ReadUInt32LittleEndian(_last) != (uint)unpacked);
    }

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        BytesRead += read;
        Watch(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Watch(ReadOnlySpan<byte> bytes)
    {
        for (ReadOnlySpan<byte> rest = bytes; rest.IndexOf((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]) is var at and >= 0; rest = rest[(at + 3)..]) _members++;
        foreach (byte b in bytes[Math.Max(0, bytes.Length - _last.Length)..])
        {
            _last.AsSpan(1).CopyTo(_last);
            _last[^1] = b;
            _kept = Math.Min(_kept + 1, _last.Length);
        }
    }
}
