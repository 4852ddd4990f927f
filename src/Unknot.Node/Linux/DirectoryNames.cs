using System.Buffers.Binary;
using System.Text;

namespace Unknot.Node.Linux;

/// <summary>Names in a folder by <c>getdents64</c>: without an exception where it may not be read, and without a look at what the names stand for.</summary>
internal static class DirectoryNames
{
    private const int LengthOffset = 16, NameOffset = 19;

    /// <summary>Lists a folder.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="errno">Name of the error; null when there was none.</param>
    /// <returns>Names without <c>.</c> and <c>..</c>, in the kernel's order.</returns>
    public static unsafe IReadOnlyList<string> Of(string path, out string? errno)
    {
        errno = null;
        int fd = LinuxCalls.Open(path, LinuxCalls.ReadOnly | LinuxCalls.Directory | LinuxCalls.CloseOnExec);
        if (fd < 0)
        {
            errno = LinuxCalls.LastErrno();
            return [];
        }

        List<string> names = [];
        Span<byte> buffer = stackalloc byte[16 << 10];
        while (true)
        {
            nint length;
            fixed (byte* start = buffer) length = LinuxCalls.GetDirectoryEntries(fd, start, buffer.Length);
            if (length < 0) errno = LinuxCalls.LastErrno();
            if (length <= 0) break;
            Take(buffer[..(int)length], names);
        }

        _ = LinuxCalls.Close(fd);
        return names;
    }

    // struct linux_dirent64: d_ino 8, d_off 8, d_reclen 2, d_type 1, d_name.
    private static void Take(ReadOnlySpan<byte> entries, List<string> names)
    {
        while (entries.Length > NameOffset)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(entries[LengthOffset..]);
            if (length <= NameOffset || length > entries.Length) return;
            ReadOnlySpan<byte> name = entries[NameOffset..length];
            if (name.IndexOf((byte)0) is var end and >= 0) name = name[..end];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8)) names.Add(Encoding.UTF8.GetString(name));
            entries = entries[length..];
        }
    }
}
