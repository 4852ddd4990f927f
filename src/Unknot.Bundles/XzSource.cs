namespace Unknot.Bundles;

/// <summary>Packed bytes of an xz file: read to the full, with a position from 0 and a look ahead. Does not close what it reads.</summary>
internal sealed class XzSource(Stream inner) : Stream
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <summary>The next bytes without taking them; fewer where the input ends.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_end - _start < count)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            int read;
            while (_end < count && (read = inner.Read(_buffer, _end, _buffer.Length - _end)) > 0) _end += read;
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    public override int Read(Span<byte> buffer)
    {
        int done = 0;
        while (done < buffer.Length)
        {
            if (_start == _end && !Fill()) break;
            int part = Math.Min(buffer.Length - done, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(buffer[done..]);
            (_start, done) = (_start + part, done + part);
        }

        _position += done;
        return done;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        if (_start == _end && !Fill()) return -1;
        _position++;
        return _buffer[_start++];
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool Fill()
    {
        (_start, _end) = (0, inner.Read(_buffer, 0, _buffer.Length));
        return _end > 0;
    }
}
