using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class KernelWaitRuleTests
{
    private const string Stat = """
        7 syscall
        syscall.Syscall6(0x106, 0xffffffffffffff9c, 0xc000500, 0xc000700, 0x0, 0x0, 0x0)
        syscall.fstatat(0xffffffffffffff9c, {0xc000510, 0x20}, 0xc000700, 0x0)
        os.Stat({0xc000510, 0x20})
        github.com/docker/docker/daemon.(*Daemon).setupMounts(0xc0001, 0xc0002)
        8 syscall
        syscall.Syscall6(0x106, 0xffffffffffffff9c, 0xc000600, 0xc000800, 0x0, 0x0, 0x0)
        syscall.fstatat(0xffffffffffffff9c, {0xc000610, 0x20}, 0xc000800, 0x0)
        os.Stat({0xc000610, 0x20})
        main.other()
        """;

    private static readonly string[] FuseStack = ["request_wait_answer", "fuse_simple_request", "fuse_do_getattr", "vfs_statx"];

    private static SnapshotBuilder Fuse() => new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Thread(10, 12, FuseStack, [262, 0xffffffffffffff9c, 0xc000500, 0xc000700, 0, 0, 0]);

    [Fact]
    public void Fuse_ThreadAndGoroutine_JoinByTheSyscallsPointer()
    {
        WaitGraphBuilder graph = Fuse().Dump("dockerd", Stat, pid: 10).Mount("hungfs", "/mnt/hung", "fuse.hungfs").Process(60, 1, "/opt/hungfs /mnt/hung").Graph();
        HoldEdge thread = graph.G(7).Wait().Resource.Holder();
        Assert.Equal((12, Certainty.Exact), (thread.Holder.Tid, thread.Certainty));
        Resource mount = thread.Holder.Wait().Resource;
        Assert.Equal((ResourceKind.Mount, "/mnt/hung"), (mount.Kind, mount.Path));
        Assert.Equal((60, "FilesystemServerNotAnswering"), (mount.Holder().Holder.Pid, mount.Holder().Holder.RootReason));
    }

    [Fact]
    public void TwoThreads_OtherPointer_IsNotJoined()
    {
        WaitGraphBuilder graph = Fuse().Thread(10, 13, FuseStack, [262, 0, 0xc000900, 0xc000a00]).Dump("dockerd", Stat, pid: 10).Graph();
        Assert.Equal(12, graph.G(7).Wait().Resource.Holder().Holder.Tid);
        Assert.False(graph.HasGoroutine(8));
    }

    [Fact]
    public void Fuse_ServerByItsDevice_WhenNoCommandLineNamesTheMount()
    {
        WaitGraphBuilder graph = Fuse().Mount("x", "/mnt/hung", "fuse").Process(60, 1, "/opt/fs").With(s => s.Processes[60].Files.Add(
            new Unknot.Diagnosis.Evidence.FileDescriptorEvidence(3, "/dev/fuse", true, true, s.Processes[60].Origins[0]))).Graph();
        Assert.Equal(60, graph.Of(ResourceKind.Mount).Holder().Holder.Pid);
    }

    [Fact]
    public void Fuse_ServerUnknown_MountItselfIsTheEnd()
    {
        HoldEdge holder = Fuse().Mount("x", "/mnt/hung", "fuse").Graph().Of(ResourceKind.Mount).Holder();
        Assert.Equal((WaiterKind.External, "MountNotAnswering"), (holder.Holder.Kind, holder.Holder.RootReason));
        Assert.Contains("/mnt/hung", holder.Holder.Id);
    }

    [Fact]
    public void TwoFuseMounts_AreBothNamed()
    {
        Resource mount = Fuse().Mount("x", "/mnt/a", "fuse").Mount("y", "/mnt/b", "fuse").Graph().Of(ResourceKind.Mount);
        Assert.Null(mount.Path);
        Assert.Contains("/mnt/a, /mnt/b", mount.Note);
    }

    [Fact]
    public void Nfs_Thread_EndsAtTheServer()
    {
        HoldEdge holder = new SnapshotBuilder().Process(10, 1, "/usr/bin/kubelet").Thread(10, 12, ["rpc_wait_bit_killable", "nfs4_proc_getattr"]).Mount("nfs1:/export", "/mnt/nfs", "nfs4").Graph().Of(ResourceKind.Mount).Holder();
        Assert.Contains("nfs1:/export", holder.Holder.Id);
    }

    [Fact]
    public void Frozen_Runc_EndsAtItsFreezer()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A)).Process(21, 20, Ids.RuncCreate(Ids.A), 'D', 60, wchan: "__refrigerator")
            .With(s => s.Processes[21].Cgroups = ["6:freezer:/docker/x"]).Graph();
        Resource freezer = graph.Of(ResourceKind.Freezer);
        Assert.Equal(("/docker/x", "CgroupFrozen", Ids.A), (freezer.Path, freezer.Holder().Holder.RootReason, freezer.ContainerId));
        Assert.Contains(graph.Pid(21).WaitEdges, e => e.Resource == freezer);
    }

    [Fact]
    public void FrozenApplication_OfAContainer_IsNoWaiter() =>
        Assert.Empty(new SnapshotBuilder().Process(30, 20, "/usr/bin/nginx", 'D', wchan: "__refrigerator").Graph().Waiters);

    [Fact]
    public void RuncInit_WritingIntoAFullPipe_IsStuck()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(21, 20, "runc init", 'S', wchan: "pipe_write").Graph();
        Assert.Equal("PipeNotRead", graph.Pid(21).RootReason);
    }

    [Theory]
    [InlineData("/usr/bin/dockerd", "pipe_write")]
    [InlineData("/usr/bin/dockerd", "futex_wait_queue")]
    [InlineData("/usr/bin/dockerd", "jbd2_log_wait_commit")]
    [InlineData("/usr/bin/nginx", "request_wait_answer")]
    public void MomentaryOrForeignWait_IsNoWaiter(string commandLine, string wchan) =>
        Assert.Empty(new SnapshotBuilder().Process(10, 1, commandLine, 'D', wchan: wchan).Graph().Waiters);

    [Fact]
    public void StatForMinutes_WithoutThreads_EndsAtAnAssumedFileSystem()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("kubelet", """
            7 syscall, 9 minutes
            syscall.Syscall(0x89, 0xc000500, 0xc000700, 0x0)
            syscall.Statfs({0xc000510, 0x20}, 0xc000700)
            main.usage(0x1)
            """).Graph();
        HoldEdge holder = graph.G(7).Wait().Resource.Holder();
        Assert.Equal((WaiterKind.External, Certainty.Assumed, "MountNotAnswering"), (holder.Holder.Kind, holder.Certainty, holder.Holder.RootReason));
    }

    [Fact]
    public void StatOfAMoment_IsNoWaiter() => Assert.Empty(new SnapshotBuilder().Dump("dockerd", Stat).Graph().Waiters);

    [Theory]
    [InlineData(90.0, true)]
    [InlineData(5.0, false)]
    public void RuncUninterruptibleInTheKernel_CountsAfterAMinute(double age, bool stuck)
    {
        SnapshotBuilder node = new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A)).Process(30, 20, Ids.RuncCreate(Ids.A), 'D', age);
        node.Thread(30, 30, ["__wait_rcu_gp", "synchronize_rcu", "namespace_unlock"]);
        // More than an excerpt: of a whole process list the age is told.
        for (int pid = 100; pid < 115; pid++) node.Process(pid, 1, "/bin/sleep 1000");
        Assert.Equal(stuck, node.Graph().Waiters.Any(w => w is { Component: "kernel", RootReason: "UninterruptibleTask", Activity: "__wait_rcu_gp" }));
    }

    [Fact]
    public void BusyDaemonInTheKernel_IsNoSign() =>
        Assert.DoesNotContain(new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd", 'D', 4000).Thread(10, 12, ["rcu_barrier"]).Graph().Waiters, w => w.Component == "kernel");
}
