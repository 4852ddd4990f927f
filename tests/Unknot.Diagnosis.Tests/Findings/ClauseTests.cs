using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using static Unknot.Diagnosis.Tests.Findings.FindingsTestData;

namespace Unknot.Diagnosis.Tests.Findings;

/// <summary>Each kind of sign but stacks: one snapshot in which it holds, and what makes it not hold.</summary>
public sealed class ClauseTests
{
    private readonly EvidenceSnapshot _snapshot = new();

    [Fact]
    public void Log_OfOneOfTheKinds_IsFoundWithItsPlace()
    {
        _snapshot.Logs.Add(Log("pleg-unhealthy", "PLEG is not healthy", Components.Kubelet));

        ClauseHit? hit = Find(new LogClause { Words = "", LogKinds = ["runtime-down", "pleg-unhealthy"] }, _snapshot);

        Assert.Equal(Origin, Assert.Single(hit!.Origins));
        Assert.Equal("PLEG is not healthy", hit.Text);
    }

    [Fact]
    public void Log_TooFewOrOfAnotherWriterOrText_IsNotFound()
    {
        _snapshot.Logs.Add(Log("pleg-unhealthy", "PLEG is not healthy", Components.Kubelet));

        Assert.Null(Find(new LogClause { Words = "", LogKinds = ["pleg-unhealthy"], MinCount = 2 }, _snapshot));
        Assert.Null(Find(new LogClause { Words = "", LogKinds = ["pleg-unhealthy"], Component = Components.Dockerd }, _snapshot));
        Assert.Null(Find(new LogClause { Words = "", LogKinds = ["pleg-unhealthy"], Text = "27h" }, _snapshot));
        Assert.NotNull(Find(new LogClause { Words = "", LogKinds = ["pleg-unhealthy"], Text = "pleg IS" }, _snapshot));
    }

    [Fact]
    public void Process_WithAllConditions_IsFound()
    {
        ProcessEvidence runc = AddRuncInit();

        ClauseHit? hit = Find(
            new ProcessClause
            {
                Words = "",
                Component = Components.Runc,
                CommandContains = ["init"],
                States = "SD",
                Wchan = ["pipe_w"],
                OpenFile = "exec.fifo",
                MinAgeSeconds = 60,
                CpuAbove = 80,
                IsTraced = true,
            },
            _snapshot);

        Assert.Equal(runc.Pid, hit!.Pid);
        Assert.Equal("abc", hit.ContainerId);
    }

    [Theory]
    [InlineData("component")]
    [InlineData("command")]
    [InlineData("state")]
    [InlineData("wchan")]
    [InlineData("file")]
    [InlineData("age")]
    [InlineData("cpu")]
    [InlineData("count")]
    public void Process_WithOneConditionUnmet_IsNotFound(string condition)
    {
        AddRuncInit();
        ProcessClause clause = condition switch
        {
            "component" => new() { Words = "", Component = Components.Shim },
            "command" => new() { Words = "", CommandContains = ["runc", "create"] },
            "state" => new() { Words = "", States = "T" },
            "wchan" => new() { Words = "", Wchan = ["futex"] },
            "file" => new() { Words = "", OpenFile = "/dev/fuse" },
            "age" => new() { Words = "", MinAgeSeconds = 3600 },
            "cpu" => new() { Words = "", CpuAbove = 99 },
            _ => new() { Words = "", MinCount = 2 },
        };

        Assert.Null(Find(clause, _snapshot));
    }

    [Fact]
    public void Process_StateOfAThread_Counts()
    {
        ProcessEvidence dockerd = _snapshot.ProcessOf(10);
        dockerd.State = 'S';
        dockerd.Threads.Add(new ThreadEvidence(11, "dockerd", 'D', "rpc_wait_bit_killable", [], [], Origin));

        Assert.NotNull(Find(new ProcessClause { Words = "", States = "D", Wchan = ["rpc_wait"] }, _snapshot));
        Assert.Null(Find(new ProcessClause { Words = "", States = "S", Wchan = ["rpc_wait"] }, _snapshot));
    }

    [Fact]
    public void Process_Childless_NeedsKnownParents()
    {
        _snapshot.ProcessOf(10).Name = "containerd-shim";
        ProcessClause clause = new() { Words = "", Component = Components.Shim, IsChildless = true };
        Assert.Null(Find(clause, _snapshot));

        _snapshot.ProcessOf(12).ParentPid = 1;
        Assert.NotNull(Find(clause, _snapshot));

        _snapshot.ProcessOf(13).ParentPid = 10;
        Assert.Null(Find(clause, _snapshot));
    }

    [Fact]
    public void Process_Zombies_AreCounted()
    {
        for (int pid = 100; pid < 103; pid++)
        {
            _snapshot.ProcessOf(pid).ParentPid = 10;
            _snapshot.ProcessOf(pid).State = 'Z';
        }

        _snapshot.ProcessOf(10).Name = "containerd-shim";

        Assert.NotNull(Find(new ProcessClause { Words = "", MinZombies = 3 }, _snapshot));
        Assert.Null(Find(new ProcessClause { Words = "", MinZombies = 4 }, _snapshot));
    }

    [Fact]
    public void KernelStack_OfHungTaskOrThread_IsFoundInOrder()
    {
        _snapshot.HungTasks.Add(new HungTaskEvidence("docker", 20744, 120, ["mutex_lock", "copy_net_ns", "do_fork"], null, null, Origin));
        _snapshot.ProcessOf(30).Threads.Add(new ThreadEvidence(30, "runc", 'D', null, [], ["__refrigerator", "sock_read_iter"], Origin));

        Assert.Equal(20744, Find(new KernelStackClause { Words = "", Functions = ["mutex_lock", "copy_net_ns"], Tasks = ["docker"] }, _snapshot)!.Pid);
        Assert.Equal(30, Find(new KernelStackClause { Words = "", Functions = ["__refrigerator"] }, _snapshot)!.Pid);
        Assert.Null(Find(new KernelStackClause { Words = "", Functions = ["copy_net_ns", "mutex_lock"] }, _snapshot));
        Assert.Null(Find(new KernelStackClause { Words = "", Functions = ["copy_net_ns"], Tasks = ["runc"] }, _snapshot));
    }

    [Fact]
    public void Freezer_InState_IsFound()
    {
        _snapshot.Freezers.Add(new FreezerEvidence("/docker/abc", "THAWED", Origin));
        Assert.Null(Find(new FreezerClause { Words = "", State = "FROZEN" }, _snapshot));

        _snapshot.Freezers.Add(new FreezerEvidence("/docker/def", "FROZEN", Origin));
        Assert.Contains("/docker/def", Find(new FreezerClause { Words = "", State = "FROZEN" }, _snapshot)!.Text);
    }

    [Theory]
    [InlineData("fuse.sshfs", true)]
    [InlineData("nfs4", true)]
    [InlineData("nfsd", false)]
    [InlineData("fusectl", false)]
    public void Mount_OfType_IsFound(string fileSystem, bool expected)
    {
        _snapshot.Mounts.Add(new MountEvidence("server:/export", "/mnt", fileSystem, "rw", Origin));

        Assert.Equal(expected, Find(new MountClause { Words = "", FileSystems = ["nfs", "nfs4", "fuse"] }, _snapshot) is not null);
    }

    [Fact]
    public void Trace_WithCallAndText_IsFound()
    {
        _snapshot.TraceEnds.Add(new TraceEndEvidence(15638, "write", "write(2, \"runtime: failed\"", true, Origin));

        Assert.Equal(15638, Find(new TraceClause { Words = "", Syscall = "write", Text = "write(2," }, _snapshot)!.Pid);
        Assert.Null(Find(new TraceClause { Words = "", Syscall = "read" }, _snapshot));
        Assert.Null(Find(new TraceClause { Words = "", Syscall = "write", Text = "write(1," }, _snapshot));
    }

    [Fact]
    public void Socket_WithQueue_IsFound()
    {
        _snapshot.Sockets.Add(new SocketEvidence(1, 2, "/run/systemd/private", true, 1, 128, [new SocketOwner("systemd", 1, 9)], Origin));

        Assert.Equal(1, Find(new SocketClause { Words = "", Path = "systemd/private", IsListening = true, MinReceiveQueue = 1 }, _snapshot)!.Pid);
        Assert.Null(Find(new SocketClause { Words = "", Path = "systemd/private", MinReceiveQueue = 2 }, _snapshot));
        Assert.Null(Find(new SocketClause { Words = "", Path = "dbus" }, _snapshot));
    }

    [Fact]
    public void Condition_WithStatusAndText_IsFound()
    {
        NodeCondition ready = new("Ready", "False", "KubeletNotReady", "PLEG is not healthy: …", null);
        _snapshot.Nodes.Add(new NodeEvidence("n1", [ready], new Dictionary<string, string>(), Origin));

        Assert.NotNull(Find(new ConditionClause { Words = "", ConditionType = "Ready", Statuses = ["False"], Text = "pleg" }, _snapshot));
        Assert.Null(Find(new ConditionClause { Words = "", ConditionType = "Ready", Statuses = ["Unknown"] }, _snapshot));
        Assert.Null(Find(new ConditionClause { Words = "", ConditionType = "DiskPressure", Statuses = ["False"] }, _snapshot));
    }

    [Fact]
    public void Pod_WithStatus_IsFound()
    {
        _snapshot.Pods.Add(new PodEvidence("default/web1", "Terminating", "n1", null, Origin));

        Assert.Contains("default/web1", Find(new PodClause { Words = "", Statuses = ["Terminating"] }, _snapshot)!.Text);
        Assert.Null(Find(new PodClause { Words = "", Statuses = ["Terminating"], MinCount = 2 }, _snapshot));
        Assert.Null(Find(new PodClause { Words = "", Statuses = ["Pending"] }, _snapshot));
    }

    [Fact]
    public void Log_LinesLeftOut_Count()
    {
        _snapshot.Logs.Add(Log("pleg-unhealthy") with { Count = 5 });

        Assert.NotNull(Find(new LogClause { Words = "", LogKinds = ["pleg-unhealthy"], MinCount = 5 }, _snapshot));
        Assert.Null(Find(new LogClause { Words = "", LogKinds = ["pleg-unhealthy"], MinCount = 6 }, _snapshot));
    }

    [Fact]
    public void Dump_WithSize_IsFound()
    {
        _snapshot.Dumps.Add(Dump(Components.Dockerd, "running\nmain.main", "select\nmain.loop"));

        Assert.NotNull(Find(new DumpClause { Words = "", MinGoroutines = 2 }, _snapshot));
        Assert.Null(Find(new DumpClause { Words = "", MinGoroutines = 3 }, _snapshot));
        Assert.Null(Find(new DumpClause { Words = "", Component = Components.Kubelet }, _snapshot));
        Assert.Null(Find(new DumpClause { Words = "", IsCut = true }, _snapshot));
    }

    [Fact]
    public void Root_LastResource_IsWhatCounts()
    {
        RootFact root = Root(Components.Systemd, ["mutex", "rpc", "dbus-reply"], ["not-answering"]);

        Assert.NotNull(Find(new RootClause { Words = "", Components = ["systemd"], Resources = ["dbus-reply"], Rules = ["not-answering"] }, _snapshot, root));
        Assert.Null(Find(new RootClause { Words = "", Resources = ["rpc"] }, _snapshot, root));
        Assert.Null(Find(new RootClause { Words = "", Components = ["runc"] }, _snapshot, root));
        Assert.Null(Find(new RootClause { Words = "", Rules = ["stopped"] }, _snapshot, root));
        Assert.Null(Find(new RootClause { Words = "", Components = ["systemd"] }, _snapshot));
    }

    [Fact]
    public void Chain_InOrder_IsFound()
    {
        RootFact root = Root(Components.Systemd, ["mutex", "dbus-reply"], chain: ["kubelet", "dockerd", "containerd", "runc", "systemd"]);

        Assert.NotNull(Find(new ChainClause { Words = "", Components = ["dockerd", "systemd"], Resources = ["mutex"] }, _snapshot, root));
        Assert.Null(Find(new ChainClause { Words = "", Components = ["systemd", "dockerd"] }, _snapshot, root));
        Assert.Null(Find(new ChainClause { Words = "", Resources = ["pipe"] }, _snapshot, root));
    }

    [Fact]
    public void Version_InRange_IsFound()
    {
        VersionClause clause = new() { Words = "", Range = new VersionRange("containerd", "1.6.0", "1.6.3") };
        Assert.Null(Find(clause, _snapshot));

        _snapshot.Versions["containerd"] = "1.6.1";
        Assert.NotNull(Find(clause, _snapshot));

        _snapshot.Versions["containerd"] = "1.6.20";
        Assert.Null(Find(clause, _snapshot));
    }

    private ProcessEvidence AddRuncInit()
    {
        ProcessEvidence runc = _snapshot.ProcessOf(15638);
        runc.Name = "runc:[2:INIT]";
        runc.CommandLine = "docker-runc init";
        runc.Arguments = ["docker-runc", "init"];
        runc.State = 'S';
        runc.Wchan = "pipe_write";
        runc.Age = TimeSpan.FromMinutes(10);
        runc.CpuPercent = 90;
        runc.TracerPid = 7;
        runc.ContainerId = "abc";
        runc.Files.Add(new FileDescriptorEvidence(5, "/run/runc/abc/exec.fifo", true, null, Origin));
        return runc;
    }
}
