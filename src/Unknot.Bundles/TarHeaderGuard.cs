namespace Unknot.Bundles;

/// <summary>
/// A tar on its way to .NET's reader, which makes room for as many bytes as the header of a long name or of pax attributes claims to be followed by: two
/// gigabytes for a file of 512 bytes. More than <see cref="MaxBytes"/> ends the archive with <see cref="InvalidDataException"/>, which a gap reports.
/// </summary>
internal sealed class TarHeaderGuard(Stream inner) : Stream
{
    /// <summary>Names and attributes of one member together; Linux has paths of 4 KiB and attributes of 64 KiB.</summary>
    private const int MaxBytes = 1 << 20;
    private const int BlockLength = 512, Size = 124, SizeLength = 12, Type = 156;

    /// <summary>Mode, owner, group, size, time, checksum.</summary>
    private static readonly (int At, int Length)[] s_numbers = [(100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (148, 8)];
    private readonly byte[] _block = new byte[BlockLength];
    private int _filled;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        ReadOnlySpan<byte> rest = buffer[..read];
        // A header stands at a multiple of 512. So may data that looks like one, but hardly with numbers in all the places and such a size.
        while (!rest.IsEmpty)
        {
            if (_filled == 0 && rest.Length >= BlockLength)
            {
                Check(rest[..BlockLength]);
                rest = rest[BlockLength..];
                continue;
            }

            int taken = Math.Min(rest.Length, BlockLength - _filled);
            rest[..taken].CopyTo(_block.AsSpan(_filled));
            rest = rest[taken..];
            _filled = (_filled + taken) % BlockLength;
            if (_filled == 0) Check(_block);
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>
    /// Type flags <c>x</c> and <c>g</c> of pax, <c>L</c> and <c>K</c> of GNU. .NET checks neither magic nor checksum, but that these fields are numbers.
    /// </summary>
    private static void Check(ReadOnlySpan<byte> block)
    {
        if (block[Type] is not ((byte)'x' or (byte)'g' or (byte)'L' or (byte)'K') || SizeOf(block.Slice(Size, SizeLength)) <= MaxBytes) return;
        foreach ((int at, int length) in s_numbers)
        {
            if (block[at] < 0x80 && block.Slice(at, length).IndexOfAnyExcept(" \001234567"u8) >= 0) return;
        }

        throw new InvalidDataException($"a header claims to have more than {MaxBytes} bytes");
    }

    /// <summary>Octal digits, or GNU's base 256 behind a first byte of 0x80 or above.</summary>
    private static long SizeOf(ReadOnlySpan<byte> field)
    {
        long size = 0;
        if (field[0] >= 0x80) return field[1..^3].IndexOfAnyExcept((byte)0) >= 0 || field[0] != 0x80 ? long.MaxValue : (field[^3] << 16) | (field[^2] << 8) | field[^1];
        foreach (byte b in field)
        {
            if (b is >= (byte)'0' and <= (byte)'7') size = (size * 8) + (b - '0');
        }

        return size;
    }
}
