namespace Unknot.Node.Linux;

/// <summary>
/// For what a descriptor is open, from the mode bits of its link in <c>/proc/PID/fd</c> (<c>fs/proc/fd.c</c>, <c>tid_fd_update_inode</c>).
/// <c>statx</c> of the link itself never touches what it points to, which may be a dead mount.
/// </summary>
internal static class LinkMode
{
    private const int CurrentDirectory = -100, NoFollow = 0x100, ModeOffset = 28, StructLength = 256;
    private const uint MaskMode = 2;

    /// <summary><c>r</c>, <c>w</c>, <c>rw</c>; null when it cannot be read.</summary>
    public static unsafe string? Of(string link)
    {
        byte* status = stackalloc byte[StructLength];
        if (LinuxCalls.StatX(CurrentDirectory, link, NoFollow, MaskMode, status) != 0) return null;
        int mode = *(ushort*)(status + ModeOffset);
        return ((mode & 0x100) != 0, (mode & 0x80) != 0) switch
        {
            (true, true) => "rw",
            (true, false) => "r",
            (false, true) => "w",
            _ => null,
        };
    }
}
