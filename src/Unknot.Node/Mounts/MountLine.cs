namespace Unknot.Node.Mounts;

/// <summary>A line of <c>/proc/PID/mountinfo</c> (<c>Documentation/filesystems/proc.rst</c> §3.5): what is needed to ask it.</summary>
/// <param name="Device"><c>major:minor</c>; the minor of a FUSE mount is its connection's number.</param>
/// <param name="Target">Mount point, escapes undone.</param>
/// <param name="FileSystem">Type.</param>
internal sealed record MountLine(string Device, string Target, string FileSystem)
{
    /// <summary>A file system whose answers come over a network or from a process: it can be dead while the machine is well.</summary>
    public bool HasServer => FileSystem.StartsWith("fuse", StringComparison.Ordinal) && FileSystem != "fusectl"
        || FileSystem is "nfs" or "nfs4" or "cifs" or "smb3" or "smbfs" or "ceph" or "9p" or "virtiofs" or "afs" or "lustre" or "glusterfs" or "gpfs" or "beegfs" or "ocfs2" or "gfs2" or "autofs" or "orangefs";

    /// <summary>Parses a line; null when it is none.</summary>
    public static MountLine? Parse(string line)
    {
        string[] words = line.Split(' ');
        int dash = Array.IndexOf(words, "-");
        return dash >= 6 && words.Length > dash + 1 ? new MountLine(words[2], Unescape(words[4]), words[dash + 1]) : null;
    }

    // Space, tab, line feed and backslash stand as octal (fs/proc_namespace.c, mangle).
    private static string Unescape(string text) => text.Replace("\\040", " ").Replace("\\011", "\t").Replace("\\012", "\n").Replace("\\134", "\\");
}
