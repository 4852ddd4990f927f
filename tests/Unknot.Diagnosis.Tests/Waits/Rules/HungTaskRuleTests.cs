using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class HungTaskRuleTests
{
    private static SnapshotBuilder Hung(string[] stack, string name = "dockerd", int pid = 10, string? blocker = null, int? blockerPid = null) => new SnapshotBuilder().With(s =>
        s.HungTasks.Add(new HungTaskEvidence(name, pid, 122, stack, blocker, blockerPid, new Provenance(new EvidenceFile("kernel-log", "dmesg.txt"), 3))));

    [Fact]
    public void KernelLock_EndsInTheKernelByItsFunction()
    {
        WaitGraphBuilder graph = Hung(["__schedule", "schedule", "schedule_preempt_disabled", "__mutex_lock", "copy_net_ns", "create_new_namespaces"]).Graph();
        WaitEdge wait = graph.Pid(10).Wait();
        Assert.Equal((ResourceKind.KernelLock, Certainty.Exact, "copy_net_ns"), (wait.Resource.Kind, wait.Certainty, wait.Resource.Method));
        Assert.Equal(("kernel", "UninterruptibleTask"), (wait.Resource.Holder().Holder.Component, wait.Resource.Holder().Holder.RootReason));
        Assert.Equal(("D", TimeSpan.FromSeconds(122), "dockerd"), (graph.Pid(10).State, graph.Pid(10).WaitingAtLeast, graph.Pid(10).Component));
    }

    [Fact]
    public void NamedOwner_HoldsTheKernelLock()
    {
        WaitGraphBuilder graph = Hung(["__schedule", "__mutex_lock", "copy_net_ns"], blocker: "kworker/u8:1", blockerPid: 77).Graph();
        HoldEdge holder = graph.Pid(10).Wait().Resource.Holder();
        Assert.Equal((77, Certainty.Exact), (holder.Holder.Pid, holder.Certainty));
    }

    [Fact]
    public void NfsStack_EndsAtItsMount() => Assert.Contains("nfs1:/x", Hung(["__schedule", "rpc_wait_bit_killable", "nfs_getattr"]).Mount("nfs1:/x", "/mnt/x", "nfs").Graph().Of(ResourceKind.Mount).Holder().Holder.Id);

    [Fact]
    public void SameTask_ReportedTwice_IsOneWaiter()
    {
        SnapshotBuilder node = Hung(["copy_net_ns"]);
        node.Snapshot.HungTasks.Add(node.Snapshot.HungTasks[0] with { Seconds = 245 });
        Assert.Single(node.Graph().Waiters, w => w.Pid == 10);
    }

    [Fact]
    public void AnotherPlace_LaterInTheSameLog_IsLessSure()
    {
        SnapshotBuilder node = Hung(["mount_bdev"]);
        HungTaskEvidence first = node.Snapshot.HungTasks[0];
        node.Snapshot.HungTasks.Add(first with { Pid = 11, KernelStack = ["grab_super"] });
        node.Snapshot.HungTasks.Add(first with { Pid = 12, KernelStack = ["rtnl_lock"], Origin = new Provenance(new EvidenceFile("kernel-log", "other.txt"), 3) });
        WaitGraphBuilder graph = node.Graph();
        double Surely(int pid) => graph.Pid(pid).Wait().Resource.Holder().Holder.StuckConfidence;
        Assert.Equal((0.85, 0.7, 0.85), (Surely(10), Surely(11), Surely(12)));
    }
}
