using System.Runtime.InteropServices;
using System.Text;

namespace Unknot.Bundles;

/// <summary>
/// Tells regular files from FIFOs, sockets and devices without opening them: opening a FIFO waits for its writer, and .NET does not say the
/// type. By <c>statx(2)</c> on Linux and <c>lstat(2)</c> on macOS, whose layouts are fixed.
/// </summary>
internal static unsafe partial class FileKinds
{
    private const int TypeMask = 0xF000, Regular = 0x8000;
    private const int AtSymlinkNoFollow = 0x100, AtCurrentDirectory = -100, StatxType = 1;

    // struct statx: stx_mode (include/uapi/linux/stat.h); struct stat of Darwin: st_mode after a 32-bit st_dev.
    private const int StatxMode = 28, DarwinMode = 4;

    /// <summary>False where the file is known to be none whose bytes can simply be read.</summary>
    public static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows()) return (File.GetAttributes(path) & FileAttributes.Device) == 0;
        byte* buffer = stackalloc byte[512];
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* start = name)
        {
            try
            {
                if (OperatingSystem.IsLinux())
                {
                    return Statx(AtCurrentDirectory, start, AtSymlinkNoFollow, StatxType, buffer) != 0 || (*(ushort*)(buffer + StatxMode) & TypeMask) == Regular;
                }

                if (OperatingSystem.IsMacOS())
                {
                    int failed = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LStat64(start, buffer) : LStat(start, buffer);
                    return failed != 0 || (*(ushort*)(buffer + DarwinMode) & TypeMask) == Regular;
                }
            }
            catch (EntryPointNotFoundException)
            {
                // A C library older than statx (glibc 2.28): better to read than to lose every file.
            }
        }

        return true;
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Statx(int folder, byte* path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "lstat")]
    private static partial int LStat(byte* path, byte* buffer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64")]
    private static partial int LStat64(byte* path, byte* buffer);
}
