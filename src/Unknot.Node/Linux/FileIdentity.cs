namespace Unknot.Node.Linux;

/// <summary>What a path names, by <c>statx</c>: device and inode tell whether two paths are one.</summary>
/// <param name="Device">Device numbers.</param>
/// <param name="Inode">Inode.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsRegular">True for a regular file.</param>
/// <param name="ModifiedAt">Nanoseconds since 1970 of the last change of its content, by the file system's clock.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, long Size, bool IsRegular, long ModifiedAt)
{
    // struct statx (include/uapi/linux/stat.h).
    private const int CurrentDirectory = -100, Follow = 0, DoNotFollow = 0x100, StructLength = 256;
    private const int ModeOffset = 28, InodeOffset = 32, SizeOffset = 40, ModifiedOffset = 112, DeviceOffset = 136;
    private const uint BasicStatus = 0x7FF;

    /// <summary>Looks; null when there is nothing, or it may not be looked at.</summary>
    public static FileIdentity? Of(string path) => Of(CurrentDirectory, path, Follow);

    /// <summary>Looks at a name in an open folder; a symbolic link is looked at itself.</summary>
    public static FileIdentity? In(int folder, string name) => Of(folder, name, DoNotFollow);

    /// <summary>True when both name one file.</summary>
    public bool IsSame(FileIdentity other) => (Device, Inode) == (other.Device, other.Inode);

    private static unsafe FileIdentity? Of(int folder, string path, int flags)
    {
        byte* status = stackalloc byte[StructLength];
        if (LinuxCalls.StatX(folder, path, flags, BasicStatus, status) != 0) return null;
        long modified = *(long*)(status + ModifiedOffset) * 1_000_000_000 + *(uint*)(status + ModifiedOffset + sizeof(long));
        return new FileIdentity(*(ulong*)(status + DeviceOffset), *(ulong*)(status + InodeOffset), *(long*)(status + SizeOffset), (*(ushort*)(status + ModeOffset) & 0xF000) == 0x8000, modified);
    }
}
