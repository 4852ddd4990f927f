using Microsoft.Win32.SafeHandles;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>Canonical text in a file. The handle stays its owner's: after it is closed, nothing more can be read.</summary>
internal sealed class FileDumpSource(SafeFileHandle file) : DumpSource
{
    public override long Length { get; } = RandomAccess.GetLength(file);

    public override int Read(long offset, Span<byte> into)
    {
        int count = 0;
        try
        {
            while (count < into.Length)
            {
                int got = RandomAccess.Read(file, into[count..], offset + count);
                if (got <= 0) break;
                count += got;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The world refuses: the caller sees a short read, and keeps what it knows without the text.
        }
        return count;
    }
}
