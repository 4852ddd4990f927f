using Microsoft.Win32.SafeHandles;

namespace Unknot.Node.Journal;

/// <summary>
/// A file that is written while it is read, in pages that are read once. Not mapped into memory: a file that is cut, or a disk that fails, would
/// end this process by SIGBUS.
/// </summary>
internal sealed class FilePages(SafeFileHandle file) : IDisposable
{
    private const int PageBytes = 64 << 10, MaxPages = 256;
    private readonly Dictionary<long, byte[]> _pages = [];
    private byte[] _across = new byte[4096];

    /// <summary>The first error of a read; null when there was none.</summary>
    public string? Error { get; private set; }

    /// <summary>Bytes of the file.</summary>
    /// <param name="offset">From where.</param>
    /// <param name="length">How many.</param>
    /// <returns>Them, good until the next call; empty where the file has not as many or cannot be read there.</returns>
    public ReadOnlySpan<byte> Get(ulong offset, int length)
    {
        if (offset > long.MaxValue / 2 || length < 0) return default;
        long page = (long)offset / PageBytes;
        int at = (int)((long)offset % PageBytes);
        if (at + length <= PageBytes)
        {
            byte[] bytes = Page(page);
            return at + length <= bytes.Length ? bytes.AsSpan(at, length) : default;
        }

        if (_across.Length < length) _across = new byte[length];
        for (int filled = 0; filled < length; page++, at = 0)
        {
            byte[] bytes = Page(page);
            int part = Math.Min(length - filled, bytes.Length - at);
            if (part <= 0) return default;
            bytes.AsSpan(at, part).CopyTo(_across.AsSpan(filled));
            filled += part;
        }

        return _across.AsSpan(0, length);
    }

    public void Dispose() => file.Dispose();

    private byte[] Page(long number)
    {
        if (_pages.TryGetValue(number, out byte[]? known)) return known;
        if (_pages.Count >= MaxPages) _pages.Clear();
        byte[] bytes = new byte[PageBytes];
        int length = 0;
        try
        {
            length = RandomAccess.Read(file, bytes, number * PageBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Error ??= error.Message;
        }

        return _pages[number] = length == PageBytes ? bytes : bytes[..length];
    }
}
