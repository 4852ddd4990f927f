using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Daemons;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;

namespace Unknot.Node.Tests.Daemons;

public class DaemonFinderTests
{
    private static readonly SocketRecord[] s_sockets =
    [
        new() { Inode = 1, Listening = true, Path = "/run/docker.sock" },
        new() { Inode = 2, Listening = true, Path = "/srv/other/docker.sock" },
        new() { Inode = 3, Path = "/run/docker.sock" },
        new() { Inode = 4, Listening = true, Path = "/run/containerd.sock" },
    ];

    [Fact]
    public void TwoDockerds_EachHasItsOwnSockets()
    {
        IReadOnlyList<Daemon> found = Find(Dockerd(20, 2, "--data-root=/srv/other", "--exec-root", "/srv/run"), Dockerd(10, 1, 3));
        Assert.Equal([(10, "/run/docker.sock"), (20, "/srv/other/docker.sock")], found.Select(d => (d.Pid, Assert.Single(d.Sockets).Path)));
        Assert.Equal(("/srv/other", "/srv/run"), (found[1].DataRoot, found[1].ExecRoot));
    }

    [Fact]
    public void ChildBeforeItsExec_IsNoDaemon() => Assert.Equal([10], Find(Dockerd(10, 1), Dockerd(11, 1) with { ParentPid = 10 }).Select(d => d.Pid));

    [Fact]
    public void SocketsNotToBeSeen_AreThoseOfTheCommandLine()
    {
        ProcessRecord process = Dockerd(10, "-H", "unix:///x/d.sock", "-H=fd://") with { Files = null };
        Assert.Equal("/x/d.sock", Assert.Single(Assert.Single(Find(process)).Sockets).Path);
    }

    [Fact]
    public void OtherNetworkNamespace_IsReadFromTheProcessItself()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Mute(folder.File("d.sock"));
        // The table of another namespace knows none of the sockets that this program has.
        ProcessRecord self = new ProcessReader("/proc").Read(Environment.ProcessId, static _ => { })! with { Name = "dockerd", Arguments = ["dockerd"], State = "S" };
        Assert.Contains(Assert.Single(Find(self)).Sockets, s => s.Path == server.Path);
    }

    private static IReadOnlyList<Daemon> Find(params IEnumerable<ProcessRecord> processes)
    {
        ProcessTable table = new();
        foreach (ProcessRecord process in processes) table.Add(process);
        SocketTable sockets = new();
        sockets.Set(s_sockets);
        return DaemonFinder.In(table, sockets, "/proc", "dockerd");
    }

    private static ProcessRecord Dockerd(int pid, params IEnumerable<object> socketsAndArguments) => new()
    {
        Pid = pid,
        Name = "dockerd",
        State = "S",
        StartTicks = (ulong)pid,
        Arguments = ["/usr/sbin/dockerd", .. socketsAndArguments.OfType<string>()],
        Files = [.. socketsAndArguments.OfType<int>().Select(i => new FileRecord { Fd = i, To = $"socket:[{i}]" })],
    };
}
