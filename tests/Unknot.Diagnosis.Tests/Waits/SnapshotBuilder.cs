using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Waits;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Tests.Waits;

/// <summary>Evidence of a made-up node, a line per fact.</summary>
internal sealed class SnapshotBuilder
{
    private int _files;

    public EvidenceSnapshot Snapshot { get; } = new();

    /// <summary>Adds a dump in <see cref="DumpNotation"/>.</summary>
    public SnapshotBuilder Dump(string component, string notation, int? pid = null, string? containerId = null, DateTimeOffset? at = null) =>
        RawDump(component, DumpNotation.Expand(notation), pid, containerId, at);

    /// <summary>Adds a dump as the runtime printed it.</summary>
    public SnapshotBuilder RawDump(string component, string text, int? pid = null, string? containerId = null, DateTimeOffset? at = null)
    {
        GoroutineDump dump = Assert.Single(GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(text)).Dumps);
        Snapshot.Dumps.Add(new DumpEvidence(dump, component, pid, containerId, at, new Provenance(NewFile("goroutine-dump", component), 1)));
        return this;
    }

    public SnapshotBuilder Process(int pid, int? parent, string commandLine, char state = 'S', double? age = null, string? wchan = null, int? tracer = null)
    {
        ProcessEvidence process = Snapshot.ProcessOf(pid);
        process.ParentPid = parent;
        process.CommandLine = commandLine;
        process.Arguments = commandLine.Split(' ');
        process.Name = process.Arguments[0][(process.Arguments[0].LastIndexOf('/') + 1)..];
        process.State = state;
        process.Age = age is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        process.Wchan = wchan;
        process.TracerPid = tracer;
        process.ContainerId = process.Arguments.FirstOrDefault(a => a.Length == 64);
        process.AddOrigin(new Provenance(NewFile("ps", "ps"), pid));
        return this;
    }

    public SnapshotBuilder Thread(int pid, int tid, string[] kernelStack, ulong[]? syscall = null)
    {
        Snapshot.ProcessOf(pid).Threads.Add(new ThreadEvidence(tid, null, 'D', kernelStack.FirstOrDefault(), syscall ?? [], kernelStack, new Provenance(NewFile("proc", "stack"), 1)));
        return this;
    }

    /// <summary>Adds a connected or listening unix socket.</summary>
    public SnapshotBuilder Socket(int pid, ulong inode, ulong peer = 0, string? path = null, long received = 0, long sent = 0, bool listens = false)
    {
        Snapshot.Sockets.Add(new SocketEvidence(inode, peer, path, listens, received, sent, [new SocketOwner("x", pid, 3)], new Provenance(NewFile("ss", "ss"), (long)inode)));
        return this;
    }

    public SnapshotBuilder Mount(string source, string target, string fileSystem)
    {
        Snapshot.Mounts.Add(new MountEvidence(source, target, fileSystem, "rw", new Provenance(NewFile("mount", "mount"), 1)));
        return this;
    }

    public SnapshotBuilder Log(string kind, string component, double? age = null)
    {
        Snapshot.Logs.Add(new LogEvidence(kind, component, null, null, kind, null, age is { } s ? TimeSpan.FromSeconds(s) : null, new Provenance(NewFile("log", component + "-log"), 7)));
        return this;
    }

    public SnapshotBuilder With(Action<EvidenceSnapshot> change)
    {
        change(Snapshot);
        return this;
    }

    public WaitGraphBuilder Graph() => WaitRules.Apply(Snapshot);

    public Report Report() => Diagnoser.Diagnose(Snapshot);

    private EvidenceFile NewFile(string source, string name) => new(source, $"{name}-{++_files}.txt");
}
