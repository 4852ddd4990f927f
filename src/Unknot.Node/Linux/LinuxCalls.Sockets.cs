using System.Runtime.InteropServices;

namespace Unknot.Node.Linux;

// Unix sockets by path, and paths as another process sees them.
internal static partial class LinuxCalls
{
    /// <summary><c>openat2</c>, the same number on every architecture (Linux 5.6).</summary>
    private const nint OpenAt2Number = 437;

    /// <summary><c>RESOLVE_IN_ROOT</c>: absolute links and <c>..</c> stay below the folder.</summary>
    private const ulong ResolveInRoot = 0x10;

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static unsafe partial int Connect(int fd, byte* address, uint length);

    /// <summary>Opens a path as it is seen with the folder as root.</summary>
    /// <returns>A descriptor, or -1.</returns>
    public static unsafe int OpenInRoot(int folder, string path, int flags)
    {
        OpenHow how = new() { Flags = (ulong)flags, Resolve = ResolveInRoot };
        return (int)OpenAt2(OpenAt2Number, folder, path, &how, (nuint)sizeof(OpenHow));
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint OpenAt2(nint number, nint folder, string path, OpenHow* how, nuint size);

    /// <summary><c>struct open_how</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
