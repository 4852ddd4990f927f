using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Journal;
using Unknot.Node.Linux;
using Unknot.Node.Processes;

namespace Unknot.Node.Dumps;

/// <summary>The log of a daemon from a moment on, found by where its standard error goes: the journal, or a file.</summary>
internal sealed class DaemonLog
{
    private const int MaxBytes = 32 << 20;

    private readonly string _procRoot;
    private readonly ProcessRecord _process;
    private readonly string _target;
    private readonly long _start;
    private readonly ulong _since;

    private DaemonLog(string procRoot, ProcessRecord process, string target)
    {
        (_procRoot, _process, _target) = (procRoot, process, target);
        _since = (ulong)((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        _start = FileIdentity.Of(Descriptor)?.Size ?? 0;
    }

    private bool IsJournal => _target.StartsWith("socket:[", StringComparison.Ordinal);

    private string Descriptor => $"{_procRoot}/{_process.Pid}/fd/2";

    /// <summary>Takes note of where the log is now.</summary>
    /// <param name="procRoot">The node's <c>/proc</c>.</param>
    /// <param name="process">The daemon.</param>
    /// <param name="processes">To look for who reads its log.</param>
    /// <param name="objection">Why nothing may be made to go there: the daemon would hang at a log that is not read. Null when it may.</param>
    /// <returns>Null when it cannot be read.</returns>
    public static DaemonLog? Of(string procRoot, ProcessRecord process, ProcessTable processes, out string? objection)
    {
        string? target = process.Files?.FirstOrDefault(f => f.Fd == 2)?.To;
        objection = target is null ? null : Stopped(target, processes);
        if (target is null || objection is not null) return null;
        return target.StartsWith("socket:[", StringComparison.Ordinal) || FileIdentity.Of($"{procRoot}/{process.Pid}/fd/2") is { IsRegular: true } ? new DaemonLog(procRoot, process, target) : null;
    }

    /// <summary>The lines since then.</summary>
    public List<string> Lines() => IsJournal ? OfJournal() : OfFile();

    private static string? Stopped(string target, ProcessTable processes)
    {
        IEnumerable<ProcessRecord> readers = target.StartsWith("socket:[", StringComparison.Ordinal)
            ? processes.All.Where(p => p.Name == "systemd-journal")
            : target.StartsWith("pipe:[", StringComparison.Ordinal)
                ? processes.All.Where(p => p.Files?.Any(f => f.To == target && f.Mode == "r") == true)
                : [];
        return readers.FirstOrDefault(p => p.State is "T" or "t") is { } reader
            ? string.Create(CultureInfo.InvariantCulture, $"its log is read by {reader.Name} (pid {reader.Pid}), which is stopped: it would hang at its log") : null;
    }

    private List<string> OfJournal()
    {
        List<string> lines = [];
        using JournalFolder folder = JournalFolder.Of(_procRoot, _process.Pid, []);
        List<(ulong Time, string Message)> messages = [];
        foreach ((string _, string path) in folder.Files)
        {
            if (JournalFolder.Open(path, out _) is not { } handle || JournalFile.Open(handle, out _) is not { } file) continue;
            using (file)
            {
                List<(ulong, string)> newest = [.. file.Backwards().TakeWhile(e => e.Realtime >= _since).Where(e => e[JournalField.Message] is not null).Select(e => (e.Realtime, e[JournalField.Message]!))];
                newest.Reverse();
                messages.AddRange(newest);
            }
        }

        lines.AddRange(messages.OrderBy(m => m.Time).Select(m => m.Message));
        return lines;
    }

    private List<string> OfFile()
    {
        int fd = LinuxCalls.Open(Descriptor, LinuxCalls.ReadOnly | LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec);
        if (fd < 0) return [];
        using SafeFileHandle file = new(fd, ownsHandle: true);
        if (FileIdentity.Of($"/proc/self/fd/{fd}") is not { IsRegular: true } identity || identity.Size <= _start) return [];
        byte[] bytes = new byte[Math.Min(identity.Size - _start, MaxBytes)];
        int length = RandomAccess.Read(file, bytes, _start);
        return [.. Encoding.UTF8.GetString(bytes, 0, length).Split('\n')];
    }
}
