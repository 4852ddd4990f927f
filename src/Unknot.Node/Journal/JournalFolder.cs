using Microsoft.Win32.SafeHandles;
using Unknot.Node.Linux;

namespace Unknot.Node.Journal;

/// <summary>The files of the journal below a root: <c>/var/log/journal/MACHINE</c>, or <c>/run/log/journal/MACHINE</c> where it is not kept.</summary>
internal sealed class JournalFolder : IDisposable
{
    private static readonly string[] s_places = ["/var/log/journal", "/run/log/journal"];
    private readonly List<int> _open = [];

    /// <summary>Paths that can be opened, by the name that a report gives them.</summary>
    public List<(string Shown, string Path)> Files { get; } = [];

    /// <summary>Places that are there and may not be read, with the errno.</summary>
    public List<(string Place, string Errno)> Refused { get; } = [];

    /// <summary>Lists the files.</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="pid">Process whose root counts.</param>
    /// <param name="seen">Files seen below other roots: the same ones are left out.</param>
    public static JournalFolder Of(string procRoot, int pid, HashSet<(ulong, ulong)> seen)
    {
        JournalFolder folder = new();
        foreach (string place in s_places)
        {
            int fd = NodePath.Open(procRoot, pid, place, LinuxCalls.ReadOnly | LinuxCalls.Directory, out string? errno);
            if (fd >= 0) folder.Add($"/proc/self/fd/{fd}", place, fd, seen);
            else if (errno is not ("ENOENT" or "ENOTDIR")) folder.Refused.Add((place, errno!));
        }

        return folder;
    }

    /// <summary>Opens a file.</summary>
    public static SafeFileHandle? Open(string path, out string? errno)
    {
        int fd = LinuxCalls.Open(path, LinuxCalls.ReadOnly | LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec);
        errno = fd < 0 ? LinuxCalls.LastErrno() : null;
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    public void Dispose()
    {
        foreach (int fd in _open) _ = LinuxCalls.Close(fd);
        _open.Clear();
    }

    private void Add(string link, string place, int fd, HashSet<(ulong, ulong)> seen)
    {
        _open.Add(fd);
        foreach (string machine in DirectoryNames.Of(link, out _))
        {
            foreach (string name in DirectoryNames.Of($"{link}/{machine}", out string? errno))
            {
                // Users' own journals (user-1000.journal) have nothing of the node's daemons; .journal~ was left by a crash.
                bool isJournal = name.EndsWith(".journal", StringComparison.Ordinal) || name.EndsWith(".journal~", StringComparison.Ordinal);
                if (!isJournal || name.StartsWith("user-", StringComparison.Ordinal)) continue;
                string path = $"{link}/{machine}/{name}";
                if (FileIdentity.Of(path) is { IsRegular: true } identity && seen.Add((identity.Device, identity.Inode))) Files.Add(($"{place}/{machine}/{name}", path));
            }
        }
    }
}
