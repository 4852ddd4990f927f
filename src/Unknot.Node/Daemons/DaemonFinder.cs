using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;
using Unknot.Node.Sources;

namespace Unknot.Node.Daemons;

/// <summary>Finds every instance of a daemon and its listening sockets from the process and socket tables: there may be two dockerds, and none at the usual path.</summary>
internal static class DaemonFinder
{
    /// <summary>Waits for both tables and looks through them.</summary>
    /// <param name="scan">Has the tables.</param>
    /// <param name="sink">Takes a gap for each daemon whose sockets cannot be found.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="components">What to look for.</param>
    /// <returns>The daemons, those started first in front.</returns>
    public static IReadOnlyList<Daemon> Find(NodeScan scan, SourceSink sink, CancellationToken cancellation, params IReadOnlyList<string> components)
    {
        sink.Doing = "waiting for the process table";
        ProcessTable processes = scan.WaitForProcesses(cancellation);
        sink.Doing = "waiting for the socket table";
        IReadOnlyList<Daemon> daemons = In(processes, scan.WaitForSockets(cancellation), scan.Options.ProcRoot, components);
        foreach (Daemon daemon in daemons)
        {
            if (daemon.Process.Files is not null || daemon.Sockets.Count > 0) continue;
            sink.Gap(daemon.ToString(), "was not asked anything: its open files cannot be read, so its sockets are not known; run as root", "EACCES");
        }

        return daemons;
    }

    /// <summary>Looks through the tables as they are.</summary>
    public static IReadOnlyList<Daemon> In(ProcessTable processes, SocketTable sockets, string procRoot, params IReadOnlyList<string> components)
    {
        HashSet<ulong> taken = [];
        List<Daemon> daemons = [];
        foreach (string component in components)
        {
            foreach (ProcessRecord process in processes.OfComponent(component))
            {
                // A child that has not yet called exec has its parent's name and sockets.
                IReadOnlyList<DaemonSocket> listening = [.. Listening(process, sockets, procRoot).Where(s => s.Inode == 0 || taken.Add(s.Inode))];
                if (listening.Count > 0 || !IsChildOf(process, component, processes)) daemons.Add(new Daemon(process, component, listening));
            }
        }

        return daemons;
    }

    /// <summary>Inodes of the sockets that a process has open.</summary>
    public static HashSet<ulong> SocketInodes(ProcessRecord process)
    {
        HashSet<ulong> inodes = [];
        foreach (FileRecord file in process.Files ?? [])
        {
            if (file.To.StartsWith("socket:[", StringComparison.Ordinal) && ulong.TryParse(file.To.AsSpan(8).TrimEnd(']'), out ulong inode)) inodes.Add(inode);
        }

        return inodes;
    }

    private static bool IsChildOf(ProcessRecord process, string component, ProcessTable processes) =>
        processes.Of(process.ParentPid ?? 0) is { } parent && ProcessTable.ComponentOf(parent) == component;

    private static IEnumerable<DaemonSocket> Listening(ProcessRecord process, SocketTable table, string procRoot)
    {
        if (process.Files is null) return OfCommandLine(process);
        HashSet<ulong> inodes = SocketInodes(process);
        List<SocketRecord> known = [.. inodes.Select(table.Of).OfType<SocketRecord>()];
        // None at all: the daemon lives in another network namespace than the table is of.
        if (known.Count == 0 && inodes.Count > 0) known = [.. NetUnixFile.Read($"{procRoot}/{process.Pid}/net/unix").Where(s => inodes.Contains(s.Inode))];
        return known.Where(s => s is { Listening: true, Path.Length: > 1 }).OrderBy(s => s.Inode).Select(s => new DaemonSocket(process.Pid, s.Path!, s.Inode));
    }

    /// <summary>Without the right to see its open files, what it was told to listen on.</summary>
    private static IEnumerable<DaemonSocket> OfCommandLine(ProcessRecord process) =>
        from flag in (string[])["-H", "--host", "--address", "-a", "--listen", "--container-runtime-endpoint"]
        from value in DaemonArguments.Values(process.Arguments, flag)
        let path = value.StartsWith("unix://", StringComparison.Ordinal) ? value["unix://".Length..] : value
        where path.StartsWith('/')
        select new DaemonSocket(process.Pid, path, 0);
}
