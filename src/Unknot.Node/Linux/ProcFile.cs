using System.Text;

namespace Unknot.Node.Linux;

/// <summary>Small files of <c>/proc</c>, <c>/sys</c> and cgroup file systems, read whole. A refusal is an errno, not an exception: on a node there are thousands.</summary>
internal static class ProcFile
{
    private const int MaxBytes = 1 << 20;

    [ThreadStatic]
    private static byte[]? s_buffer;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="errno">Name of the error; null when there was none.</param>
    /// <returns>Its bytes, good until the next call on this thread; empty on an error.</returns>
    public static unsafe ReadOnlySpan<byte> Read(string path, out string? errno)
    {
        errno = null;
        int fd = LinuxCalls.Open(path, LinuxCalls.ReadOnly | LinuxCalls.CloseOnExec | LinuxCalls.NonBlocking);
        if (fd < 0)
        {
            errno = LinuxCalls.LastErrno();
            return default;
        }

        byte[] buffer = s_buffer ??= new byte[16 << 10];
        int length = 0;
        while (true)
        {
            nint read;
            fixed (byte* start = buffer) read = LinuxCalls.Read(fd, start + length, buffer.Length - length);
            if (read < 0) errno = LinuxCalls.LastErrno();
            if (errno == "EINTR")
            {
                errno = null;
                continue;
            }

            if (read <= 0) break;
            length += (int)read;
            if (length < buffer.Length) continue;
            if (length >= MaxBytes) break;
            Array.Resize(ref buffer, buffer.Length * 2);
            s_buffer = buffer;
        }

        _ = LinuxCalls.Close(fd);
        return buffer.AsSpan(0, length);
    }

    /// <summary>A file's text without its last line end; null when it cannot be read.</summary>
    public static string? ReadText(string path)
    {
        ReadOnlySpan<byte> bytes = Read(path, out string? errno);
        return errno is null ? Encoding.UTF8.GetString(bytes).TrimEnd('\n') : null;
    }

    /// <summary>What a symbolic link says.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="errno">Name of the error; null when there was none.</param>
    /// <returns>The target; null on an error.</returns>
    public static unsafe string? ReadLink(string path, out string? errno)
    {
        Span<byte> buffer = stackalloc byte[4096];
        fixed (byte* start = buffer)
        {
            nint length = LinuxCalls.ReadLink(path, start, buffer.Length);
            errno = length < 0 ? LinuxCalls.LastErrno() : null;
            return length < 0 ? null : Encoding.UTF8.GetString(buffer[..(int)length]);
        }
    }
}
