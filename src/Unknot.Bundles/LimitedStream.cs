namespace Unknot.Bundles;

/// <summary>
/// What comes out of a decompressor, counted: more than <see cref="BundleLimits.MaxRatio"/> bytes for each byte that went in, or more than
/// the budget, ends it with <see cref="InvalidDataException"/>, which a gap reports.
/// </summary>
internal sealed class LimitedStream(Stream inner, Func<long> packed, BundleLimits limits, ByteBudget budget) : Stream
{
    private long _out;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _out; set => throw new NotSupportedException(); }

    /// <summary>False once a read has failed.</summary>
    public bool IsSound { get; private set; } = true;

    public override int Read(Span<byte> buffer)
    {
        IsSound = false;
        int read = inner.Read(buffer);
        _out += read;
        if (_out > limits.RatioGrace && _out / limits.MaxRatio > packed())
        {
            throw new InvalidDataException($"unpacks to more than {limits.MaxRatio} times its size: taken for a decompression bomb");
        }

        if (budget.Take(read) is { } reason) throw new InvalidDataException(reason);
        IsSound = true;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
