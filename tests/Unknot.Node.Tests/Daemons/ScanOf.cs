using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;
using Unknot.Node.Sources;

namespace Unknot.Node.Tests.Daemons;

/// <summary>A reading that knows only the processes that a test started: other daemons of the machine are not asked.</summary>
internal static class ScanOf
{
    /// <summary>Real processes of the machine, with the machine's socket table.</summary>
    public static NodeScan Pids(NodeOptions options, params IEnumerable<int> pids)
    {
        NodeScan scan = Empty(options);
        ProcessReader reader = new("/proc");
        foreach (int pid in pids)
        {
            if (reader.Read(pid, static _ => { }) is { } process) scan.Processes.Add(process);
        }

        scan.Sockets.Set(UnixDiag.Read(out _, CancellationToken.None));
        return scan;
    }

    /// <summary>A daemon that is this very test program, under another name, with the sockets of its fakes.</summary>
    public static NodeScan Fake(string component, params IEnumerable<FakeServer> servers)
    {
        NodeScan scan = Empty(new NodeOptions { ProbeDeadline = TimeSpan.FromMilliseconds(500) });
        List<FileRecord> files = [];
        List<SocketRecord> sockets = [];
        foreach (FakeServer server in servers)
        {
            ulong inode = (ulong)(1000 + files.Count);
            files.Add(new FileRecord { Fd = files.Count, To = $"socket:[{inode}]" });
            sockets.Add(new SocketRecord { Inode = inode, Listening = true, Path = server.Path });
        }

        scan.Processes.Add(new ProcessRecord { Pid = Environment.ProcessId, Name = component, State = "S", StartTicks = 1, Arguments = ["/usr/bin/" + component], Files = files });
        scan.Sockets.Set(sockets);
        return scan;
    }

    private static NodeScan Empty(NodeOptions options) => new(options with { Only = new HashSet<string>() }, CancellationToken.None);
}
