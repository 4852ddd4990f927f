namespace Unknot.Node.Linux;

/// <summary>
/// A path as a process of the node sees it, below its <c>/proc/PID/root</c>. Absolute links in it (<c>/var/run</c> → <c>/run</c>) are followed
/// below that root, where a path put together as text would leave it.
/// </summary>
internal static class NodePath
{
    /// <summary>Opens it.</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="pid">Process whose root counts.</param>
    /// <param name="path">Absolute path.</param>
    /// <param name="flags">Flags of <c>open</c>.</param>
    /// <param name="errno">Name of the error; null when there was none.</param>
    /// <returns>A descriptor for the caller to close; -1 on an error.</returns>
    public static int Open(string procRoot, int pid, string path, int flags, out string? errno)
    {
        errno = null;
        int root = LinuxCalls.Open($"{procRoot}/{pid}/root", LinuxCalls.PathOnly | LinuxCalls.Directory | LinuxCalls.CloseOnExec);
        int fd;
        if (root < 0)
        {
            errno = LinuxCalls.LastErrno();
            // Another user's process: its root may not be looked at. On the node itself it is mostly our own.
            if (errno is not ("EACCES" or "EPERM") || procRoot != "/proc") return -1;
            fd = LinuxCalls.Open(path, flags | LinuxCalls.CloseOnExec);
            errno = fd < 0 ? LinuxCalls.LastErrno() : null;
            return fd;
        }

        fd = LinuxCalls.OpenInRoot(root, path, flags | LinuxCalls.CloseOnExec);
        if (fd < 0) errno = LinuxCalls.LastErrno();
        _ = LinuxCalls.Close(root);
        if (errno != "ENOSYS") return fd;
        // Linux before 5.6, or a seccomp filter that does not know the call.
        fd = LinuxCalls.Open($"{procRoot}/{pid}/root{path}", flags | LinuxCalls.CloseOnExec);
        errno = fd < 0 ? LinuxCalls.LastErrno() : null;
        return fd;
    }
}
