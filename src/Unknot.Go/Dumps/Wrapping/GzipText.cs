using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Unknot.Go.Dumps.Wrapping;

/// <summary>Unpacks gzip (RFC 1952) within a limit; what came out before damage is kept.</summary>
internal static class GzipText
{
    internal static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.Length >= 18 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8;

    /// <summary>Unpacks all members.</summary>
    /// <param name="packed">The whole file.</param>
    /// <param name="maxBytes">Bytes to unpack at most.</param>
    /// <param name="isDamaged">True where the data ended early or could not be read to its end.</param>
    /// <param name="isLimited">True where the limit ended it.</param>
    internal static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed, long maxBytes, out bool isDamaged, out bool isLimited)
    {
        (isDamaged, isLimited) = (false, false);
        maxBytes = Math.Min(maxBytes, Array.MaxLength);
        using Stream source = MemoryMarshal.TryGetArray(packed, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(packed.ToArray(), writable: false);
        using GZipStream unpacked = new(source, CompressionMode.Decompress);
        byte[] bytes = new byte[(int)Math.Min(maxBytes, Math.Max(1 << 16, packed.Length * 4L))];
        int length = 0;
        try
        {
            while (true)
            {
                if (length == bytes.Length)
                {
                    if (length >= maxBytes)
                    {
                        isLimited = unpacked.ReadByte() >= 0;
                        break;
                    }

                    Array.Resize(ref bytes, (int)Math.Min(maxBytes, bytes.Length * 2L));
                }

                int read = unpacked.Read(bytes, length, bytes.Length - length);
                if (read == 0) break;
                length += read;
            }

            isDamaged = !isLimited && EndsEarly(packed.Span, length);
        }
        catch (InvalidDataException)
        {
            isDamaged = true;
        }

        return bytes.AsMemory(0, length);
    }

    /// <summary>The stream does not say when its data ends before the trailer: the trailer's size tells, where there is one member.</summary>
    private static bool EndsEarly(ReadOnlySpan<byte> packed, int length) =>
        BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]) != (uint)length && packed[4..].IndexOf((ReadOnlySpan<byte>)[0x1f, 0x8b, 0x08]) < 0;
}
