using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace Unknot.Bundles;

/// <summary>What SharpCompress unpacks of a bzip2 file, with its errors as those of damaged data. Does not close what it reads.</summary>
internal sealed class Bzip2Stream(Stream packed) : Stream
{
    // The decoder takes its input byte by byte.
    private readonly BufferedStream _packed = new(packed, 64 << 10);
    private BZip2Stream? _inner;

    // A second read after an error would only tell the same again.
    private bool _failed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_failed) return 0;
        _failed = true;
        // The decoder trusts its input in places: what it trips over there is damage, not our mistake.
        try
        {
            // Opened here, as opening reads the first block's header already.
            _inner ??= BZip2Stream.Create(_packed, CompressionMode.Decompress, decompressConcatenated: true, leaveOpen: true);
            int read = _inner.Read(buffer, offset, count);
            _failed = false;
            return read;
        }
        catch (Exception error) when (error is IndexOutOfRangeException or NullReferenceException or DivideByZeroException or SharpCompress.Common.SharpCompressException)
        {
            throw new InvalidDataException("the bzip2 data is damaged or cut: " + error.Message, error);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
