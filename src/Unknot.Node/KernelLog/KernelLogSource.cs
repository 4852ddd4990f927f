using System.Text;
using Unknot.Node.Linux;
using Unknot.Node.Sources;

namespace Unknot.Node.KernelLog;

/// <summary>All records that the kernel's ring still holds, from <c>/dev/kmsg</c>, into <c>kernel.log</c>. Reading there takes nothing from other readers.</summary>
internal sealed class KernelLogSource : INodeSource
{
    public const string SourceName = "kernel-log";

    private const string Device = "/dev/kmsg";

    // A ring is some MiB at most (log_buf_len); what comes while reading must not keep the reader.
    private const int MaxBytes = 32 << 20;

    // One record is never longer (CONSOLE_EXT_LOG_MAX, PRINTKRB_RECORD_MAX); a smaller buffer is answered with EINVAL.
    private const int RecordBytes = 16 << 10;

    public string Name => SourceName;

    public TimeSpan Deadline => TimeSpan.FromSeconds(3);

    public void Read(NodeScan scan, SourceSink sink, CancellationToken cancellation)
    {
        sink.Doing = "opening " + Device;
        int fd = Open(scan.Options.ProcRoot, out string? errno);
        if (fd < 0)
        {
            sink.Gap(Device, $"{(errno == "ENOENT" ? "is not there" : "cannot be opened (it takes root or CAP_SYSLOG)")}: reports of hung tasks and of the OOM killer are not known", errno);
            return;
        }

        try
        {
            sink.Doing = "reading " + Device;
            StringBuilder text = new();
            DateTimeOffset boot = DateTimeOffset.UtcNow - TimeSpan.FromSeconds(ProcClock.Uptime(scan.Options.ProcRoot) ?? 0);
            errno = Read(fd, boot, text, sink, cancellation);
            if (errno is not null) sink.Gap(Device, text.Length > 0 ? "could not be read to its end" : "cannot be read: reports of hung tasks and of the OOM killer are not known", errno);
            if (text.Length > 0) sink.Add("kernel.log", Encoding.UTF8.GetBytes(text.ToString()));
        }
        finally
        {
            _ = LinuxCalls.Close(fd);
        }
    }

    // The node's own device first; in a container that has only its own /dev, that one.
    private static int Open(string procRoot, out string? errno)
    {
        int fd = NodePath.Open(procRoot, 1, Device, LinuxCalls.ReadOnly | LinuxCalls.NonBlocking, out errno);
        if (fd >= 0) return fd;
        fd = LinuxCalls.Open(Device, LinuxCalls.ReadOnly | LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec);
        if (fd >= 0) errno = null;
        return fd;
    }

    /// <returns>Name of the error that ended it; null at the ring's end.</returns>
    private static unsafe string? Read(int fd, DateTimeOffset boot, StringBuilder text, SourceSink sink, CancellationToken cancellation)
    {
        byte[] buffer = new byte[RecordBytes];
        long lost = 0;
        ulong? next = null;
        while (text.Length < MaxBytes && !cancellation.IsCancellationRequested)
        {
            nint length;
            fixed (byte* start = buffer) length = LinuxCalls.Read(fd, start, buffer.Length);
            if (length <= 0)
            {
                string? errno = length == 0 ? "EAGAIN" : LinuxCalls.LastErrno();
                // EPIPE: the next record was overwritten while we read; the one after the gap comes next.
                if (errno is "EPIPE" or "EINTR") continue;
                if (lost > 0) sink.Gap(Device, $"{lost} record(s) were overwritten while it was read", null);
                return errno == "EAGAIN" ? null : errno;
            }

            if (KernelMessage.Parse(buffer.AsSpan(0, (int)length)) is not { } message) continue;
            if (next is { } expected && message.Sequence > expected) lost += (long)Math.Min(message.Sequence - expected, int.MaxValue);
            next = message.Sequence + 1;
            message.AppendTo(text, boot);
        }

        return cancellation.IsCancellationRequested ? "ETIMEDOUT" : "EFBIG";
    }
}
