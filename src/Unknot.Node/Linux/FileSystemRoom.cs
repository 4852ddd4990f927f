using System.Runtime.InteropServices;

namespace Unknot.Node.Linux;

/// <summary>Room of a file system (<c>statvfs</c>). The call waits for the file system's server: only where it can be abandoned.</summary>
/// <param name="Blocks">Blocks in all, of <paramref name="BlockSize"/> bytes.</param>
/// <param name="FreeBlocks">Free for everybody (<c>f_bavail</c>).</param>
/// <param name="BlockSize">Bytes of a block (<c>f_frsize</c>).</param>
/// <param name="Files">Inodes; 0 where the file system has no fixed number.</param>
/// <param name="FreeFiles">Free ones (<c>f_favail</c>).</param>
internal readonly partial record struct FileSystemRoom(ulong Blocks, ulong FreeBlocks, ulong BlockSize, ulong Files, ulong FreeFiles)
{
    /// <summary>Asks.</summary>
    /// <param name="path">A path on it.</param>
    /// <param name="errno">Name of the error; null when there was none.</param>
    public static unsafe FileSystemRoom? Of(string path, out string? errno)
    {
        // struct statvfs of 64-bit glibc and musl: eleven unsigned longs and some padding.
        ulong* fields = stackalloc ulong[32];
        if (StatVfs(path, fields) != 0)
        {
            errno = LinuxCalls.LastErrno();
            return null;
        }

        errno = null;
        return new FileSystemRoom(fields[2], fields[4], fields[1], fields[5], fields[7]);
    }

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatVfs(string path, ulong* fields);
}
