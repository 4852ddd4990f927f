namespace Unknot.Node.Linux;

/// <summary>What a path names, by <c>statx</c>: device and inode tell whether two paths are one.</summary>
/// <param name="Device">Device numbers.</param>
/// <param name="Inode">Inode.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsRegular">True for a regular file.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, long Size, bool IsRegular)
{
    // struct statx (include/uapi/linux/stat.h).
    private const int CurrentDirectory = -100, Follow = 0, StructLength = 256, ModeOffset = 28, InodeOffset = 32, SizeOffset = 40, DeviceOffset = 136;
    private const uint BasicStatus = 0x7FF;

    /// <summary>Looks; null when there is nothing, or it may not be looked at.</summary>
    public static unsafe FileIdentity? Of(string path)
    {
        byte* status = stackalloc byte[StructLength];
        if (LinuxCalls.StatX(CurrentDirectory, path, Follow, BasicStatus, status) != 0) return null;
        return new FileIdentity(*(ulong*)(status + DeviceOffset), *(ulong*)(status + InodeOffset), *(long*)(status + SizeOffset), (*(ushort*)(status + ModeOffset) & 0xF000) == 0x8000);
    }
}
