using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Dumps;
using Unknot.Node.Processes;
using Unknot.Node.Tests.Journal;

namespace Unknot.Node.Tests.Dumps;

public class DaemonLogTests
{
    [Fact]
    public void LineCutByJournald_IsPutTogether()
    {
        using TestJournal journal = TestJournal.Start();
        journal.WriteStream("containerd", "before\n");
        journal.Sync();
        ProcessRecord daemon = new() { Pid = journal.Pid, Name = "containerd", Files = [new FileRecord { Fd = 2, To = "socket:[1]" }] };
        DaemonLog log = DaemonLog.Of("/proc", daemon, new ProcessTable(), out string? objection)!;
        Assert.Null(objection);
        // Longer than journald's LineMax twice over.
        string dump = string.Concat(Enumerable.Range(1, 4_000).Select(i => $"goroutine {i} [select]:\\nmain.f()\\n"));
        journal.WriteStream("containerd", $"level=info msg=\"=== BEGIN goroutine stack dump ===\\n{dump}=== END goroutine stack dump ===\" pid=175\nafter\n");
        journal.Sync();
        Assert.Equal(2, log.Lines().Count);
        LogDump read = Assert.Single(LogDump.In(log.Lines()));
        Assert.Equal((175, dump.Length - 8_000), (read.Pid, read.Text.Length));
    }

    [Fact]
    public void LogInAFile_IsReadFromNowOn()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("log", "before\n");
        using StartedProcess daemon = StartedProcess.Start("/bin/bash", ["-c", "exec 2>>\"$0\"; echo ready; exec sleep 1000", path], "ready");
        ProcessRecord process = new ProcessReader("/proc").Read(daemon.Pid, _ => { })! with { Files = [new FileRecord { Fd = 2, To = path, Mode = "w" }] };
        DaemonLog log = DaemonLog.Of("/proc", process, new ProcessTable(), out _)!;
        File.AppendAllText(path, "now\n");
        Assert.Equal(["now", ""], log.Lines());
    }
}
