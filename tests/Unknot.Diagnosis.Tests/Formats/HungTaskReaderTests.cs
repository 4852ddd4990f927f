using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class HungTaskReaderTests
{
    [Fact]
    public void NewStyle_StopsAtTheRegisters()
    {
        HungTaskEvidence task = Assert.Single(FormatRun.Scan("""
            [  767.964958][ T1042] INFO: task dockerd:7561 blocked for more than 143 seconds.
            [  767.973200][ T1042]       Not tainted 5.1.0-rc6+ #90
            [  767.978361][ T1042] "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
            [  767.987323][ T1042] dockerd D29336  7561   7543 0x00000004
            [  767.993661][ T1042] Call Trace:
            [  767.997133][ T1042]  __schedule+0x813/0x1cc0
            [  768.000000][ T2]  other_trace+0x1/0x2
            [  768.014473][ T1042]  schedule+0x92/0x180
            [  768.020552][ T1042]  ? unsure+0x13/0x20
            [  768.061122][ T1042]  mount_bdev+0x93/0x3c0
            [  768.147568][ T1042] RIP: 0033:0x44a739
            [  768.147568][ T1042]  not_ours+0x1/0x2
            """).HungTasks);
        Assert.Equal(("dockerd", 7561, 143), (task.TaskName, task.Pid, task.Seconds));
        Assert.Equal(["__schedule", "schedule", "mount_bdev"], task.KernelStack);
    }

    [Fact]
    public void OldStyleWithUnsureFramesOnly_KeepsThem()
    {
        HungTaskEvidence task = Assert.Single(FormatRun.Scan("""
            INFO: task umount.aufs:21568 blocked for more than 120 seconds.
                  Tainted: G         C    3.16.0-4-amd64 #1
            umount.aufs     D ffff8802111a9848     0 21568  21567 0x00000000
             ffff8802111a93f0 0000000000000086 0000000000012f00 ffff8800baa0ffd8
            Call Trace:
             [<ffffffff81512d45>] ? rwsem_down_write_failed+0x1d5/0x320
             [<ffffffffa03556b1>] ? si_write_lock+0x31/0x110 [aufs]
            """).HungTasks);
        Assert.Equal(["rwsem_down_write_failed", "si_write_lock"], task.KernelStack);
    }

    [Fact]
    public void InterruptedBySyslogLines_GoesOn()
    {
        EvidenceSnapshot snapshot = FormatRun.Scan("""
            Nov 23 18:00:00 n kernel: INFO: task docker:20744 blocked for more than 120 seconds.
            Nov 23 18:00:00 n kernel: Call Trace:
            Nov 23 18:00:00 n kernel: [<ffffffff829f5a8c>] schedule+0x9c/0x1b0
            Nov 23 18:00:00 n kernel: unregister_netdevice: waiting for lo to become free. Usage count = 6
            Nov 23 18:00:00 n sshd[1]: session opened
            Nov 23 18:00:00 n kernel: [<ffffffff8223552c>] copy_net_ns+0xcc/0x220
            """);
        Assert.Equal(["schedule", "copy_net_ns"], Assert.Single(snapshot.HungTasks).KernelStack);
        Assert.Contains(snapshot.Logs, l => l.Kind == "lo-not-free" && l.Component == "kernel");
    }

    [Fact]
    public void LikelyOwner_IsTheBlocker()
    {
        HungTaskEvidence task = Assert.Single(FormatRun.Scan("""
            [ 100.0] INFO: task runc:100 blocked for more than 122 seconds.
            [ 100.0] INFO: task runc:100 is blocked on a mutex likely owned by task kworker/0:1:764.
            [ 100.0] Call Trace:
            [ 100.0]  <TASK>
            [ 100.0]  __mutex_lock+0x726/0x1310
            [ 100.0]  </TASK>
            [ 100.0]  later+0x1/0x2
            """).HungTasks);
        Assert.Equal(("kworker/0:1", 764), (task.BlockerName, task.BlockerPid));
        Assert.Equal(["__mutex_lock"], task.KernelStack);
    }
}
