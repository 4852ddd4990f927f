using Microsoft.Win32.SafeHandles;
using Unknot.Node.Linux;
using Unknot.Node.Sources;

namespace Unknot.Node.Journal;

/// <summary>The ends of the log files that stand in the journal's place on nodes without one: into <c>log/NAME</c>.</summary>
internal static class LogTails
{
    private const int MaxBytes = 4 << 20;

    private static readonly string[] s_files =
    [
        "/var/log/syslog", "/var/log/messages", "/var/log/daemon.log", "/var/log/kern.log", "/var/log/kubelet.log", "/var/log/docker.log", "/var/log/dockerd.log",
        "/var/log/upstart/docker.log", "/var/log/containerd.log", "/var/log/crio.log",
    ];

    public static void Read(string procRoot, SourceSink sink, CancellationToken cancellation)
    {
        int found = 0;
        foreach (string path in s_files)
        {
            cancellation.ThrowIfCancellationRequested();
            sink.Doing = "reading " + path;
            byte[]? tail = Tail(procRoot, path, out string? problem);
            if (problem is not (null or "ENOENT" or "ENOTDIR")) sink.Gap(path, "its end could not be read", problem);
            if (tail is { Length: > 0 } && sink.Add("log" + path["/var/log".Length..], tail)) found++;
        }

        if (found == 0) sink.Gap("journal", "neither a journal nor one of the usual log files was found", null);
    }

    /// <summary>Whole lines at the end of a file.</summary>
    private static byte[]? Tail(string procRoot, string path, out string? errno)
    {
        // O_NONBLOCK: a FIFO in a log's place must not be waited for.
        int fd = NodePath.Open(procRoot, 1, path, LinuxCalls.ReadOnly | LinuxCalls.NonBlocking, out errno);
        if (fd < 0) return null;
        using SafeFileHandle handle = new(fd, ownsHandle: true);
        if (FileIdentity.Of($"/proc/self/fd/{fd}") is not { IsRegular: true } identity) return null;
        long start = Math.Max(0, identity.Size - MaxBytes);
        byte[] bytes = new byte[identity.Size - start];
        int length;
        try
        {
            length = RandomAccess.Read(handle, bytes, start);
        }
        catch (IOException error)
        {
            errno = error.Message;
            return null;
        }

        int from = start == 0 ? 0 : bytes.AsSpan(0, length).IndexOf((byte)'\n') + 1;
        return bytes[from..length];
    }
}
