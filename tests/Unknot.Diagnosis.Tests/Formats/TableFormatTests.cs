using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class TableFormatTests
{
    [Fact]
    public void DockerPs_StatesAndNames()
    {
        const string Text = """
            CONTAINER ID   IMAGE     COMMAND               CREATED          STATUS                       PORTS     NAMES
            3c1b8d97c55a   bb:1      "/bin/sleep 100000"   6 seconds ago    Created                                dbus-mute
            b389d06f2a69   bb:1      "/bin/sleep 100000"   10 minutes ago   Exited (255) 8 seconds ago             web
            aaaad06f2a69   bb:1      "/bin/sleep 100000"   10 minutes ago   Up 9 minutes (Paused)                  k8s_c_web1_default_uid_0

            real	0m0.099s
            """;
        Assert.True(ContainerTableFormat.Recognise(TextDocument.Of(Text)));
        EvidenceSnapshot snapshot = FormatRun.Read(ContainerTableFormat.Read, Text);
        Assert.Equal(["created", "exited", "paused"], snapshot.Containers.Select(c => c.State));
        Assert.Equal(["dbus-mute", "web", "k8s_c_web1_default_uid_0"], snapshot.Containers.Select(c => c.Name));
        Assert.Equal("default/web1", snapshot.Containers[2].Pod);
        Assert.Equal("bb:1", snapshot.Containers[0].Image);
    }

    [Fact]
    public void CrictlAndCtr_AreRead()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(ContainerTableFormat.Read, """
            CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID              POD
            87d3992f84f74       nginx:1             3 minutes ago       Running             c                   0                   1234567890123       web

            POD ID              CREATED             STATE     NAME      NAMESPACE   ATTEMPT   RUNTIME
            a123456789012       3 minutes ago       Ready     web       shop        0         (default)

            TASK                                                                PID      STATUS
            3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56    4711     RUNNING
            """);
        Assert.Equal([("running", null, "web"), ("ready", null, "shop/web"), ("running", 4711, null)], snapshot.Containers.Select(c => (c.State, c.Pid, c.Pod)));
    }

    [Fact]
    public void KubectlGetPods_NamespaceIsDefaultWithoutItsColumn()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(KubectlTableFormat.Read, """
            NAME   READY   STATUS              RESTARTS   AGE     IP          NODE    NOMINATED NODE   READINESS GATES
            web3   0/1     ContainerCreating   0          3m25s   192.0.2.2   node1   <none>           <none>

            NAMESPACE   NAME   READY   STATUS    RESTARTS   AGE
            shop        web1   1/1     Running   0          88s
            """);
        Assert.Equal([("default/web3", "ContainerCreating", "node1"), ("shop/web1", "Running", null)], snapshot.Pods.Select(p => (p.Name, p.Status, p.Node)));
    }

    [Fact]
    public void KubectlGetNodes_NotReadyIsFalse()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(KubectlTableFormat.Read, """
            NAME    STATUS                        ROLES    AGE   VERSION
            node1   NotReady,SchedulingDisabled   <none>   10d   v1.20.2
            node2   Ready                         <none>   10d   v1.20.2
            """);
        Assert.Equal([("node1", "False"), ("node2", "True")], snapshot.Nodes.Select(n => (n.Name, n.Conditions[0].Status)));
    }

    [Fact]
    public void DescribeNode_OneConditionLineIsEnough()
    {
        const string Text = "  Ready                False   Fri, 28 Jun 2019 10:26:21 +0800   Thu, 27 Jun 2019 07:14:38 +0800   KubeletNotReady              PLEG is not healthy: pleg was last seen active 27h14m51.413818128s ago; threshold is 3m0s\n";
        Assert.True(NodeDescribeFormat.Recognise(TextDocument.Of(Text)));
        NodeCondition ready = FormatRun.Read(NodeDescribeFormat.Read, Text).Nodes[0].Conditions[0];
        Assert.Equal(("Ready", "False", "KubeletNotReady"), (ready.Type, ready.Status, ready.Reason));
        Assert.Equal(new DateTimeOffset(2019, 6, 26, 23, 14, 38, TimeSpan.Zero), ready.LastTransition);
    }

    [Fact]
    public void BusctlList_GivesOwners()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(BusctlFormat.Read, """
            NAME                             PID PROCESS         USER             CONNECTION    UNIT                      SESSION    DESCRIPTION
            :1.1                               1 systemd         root             :1.1          init.scope                -          -
            :1.4294967299                  26519 runc            root             :1.4294967299 -                         -          -
            org.freedesktop.systemd1           1 systemd         root             :1.1          init.scope                -          -
            org.freedesktop.hostname1          - -               -                (activatable) -                         -
            """);
        Assert.Equal([(":1.1", 1), (":1.4294967299", 26519), ("org.freedesktop.systemd1", 1), ("org.freedesktop.hostname1", null)], snapshot.BusNames.Select(b => (b.Name, b.Pid)));
    }

    [Fact]
    public void Strace_LastLineOfEachThread()
    {
        const string Text = """
            Process 15638 attached with 2 threads
            [pid 15642] futex(0xc420082948, FUTEX_WAIT, 0, NULL <unfinished ...>
            [pid 15638] read(3, "x", 1) = 1
            [pid 15638] write(2, "/usr/local/go/src/runtime/proc.g"..., 33
            """;
        Assert.True(StraceFormat.Recognise(TextDocument.Of(Text)));
        IList<TraceEndEvidence> ends = FormatRun.Read(StraceFormat.Read, Text).TraceEnds;
        Assert.Equal([(15642, "futex", true), (15638, "write", true)], ends.Select(e => (e.Pid, e.Syscall, e.IsUnfinished)));
    }

    [Fact]
    public void StraceOfOneProcess_PidFromTheAttachLine()
    {
        TraceEndEvidence end = Assert.Single(FormatRun.Read(StraceFormat.Read, "strace: Process 77 attached\n10:00:01.123 sendmsg(5, {msg_name=NULL}, MSG_NOSIGNAL) = -1 EAGAIN (x)\n").TraceEnds);
        Assert.Equal((77, "sendmsg", false), (end.Pid, end.Syscall, end.IsUnfinished));
    }

    [Fact]
    public void FreezerStates_OfBothCgroupVersions()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(FreezerFormat.Read, """
            /sys/fs/cgroup/freezer/docker/abc/freezer.state:FROZEN
            /sys/fs/cgroup/system.slice/docker-abc.scope/cgroup.freeze:1
            /sys/fs/cgroup/system.slice/x.service/cgroup.events:frozen 0
            """);
        Assert.Equal([("/docker/abc", "FROZEN"), ("/system.slice/docker-abc.scope", "FROZEN"), ("/system.slice/x.service", "THAWED")], snapshot.Freezers.Select(f => (f.CgroupPath, f.State)));
    }

    [Theory]
    [InlineData(" 18:07:12 up 211 days,  3:04,  1 user,  load average: 0.80, 0.43, 0.23", 211 * 1440 + 184)]
    [InlineData(" 05:50:00 up 13 min,  0 user,  load average: 0.80, 0.43, 0.23", 13)]
    [InlineData("top - 10:00:00 up 1 day,  1:00,  1 user,  load average: 1.00, 1.00, 1.00", 1500)]
    public void Uptime_IsRead(string text, int minutes)
    {
        Assert.True(UptimeFormat.Recognise(TextDocument.Of(text)));
        Assert.Equal(TimeSpan.FromMinutes(minutes), FormatRun.Read(UptimeFormat.Read, text).Uptime);
    }

    [Theory]
    [InlineData("Linux host 5.4.214-120.368.amzn2.x86_64 #1 SMP x86_64 GNU/Linux", "kernel", "5.4.214-120.368.amzn2.x86_64")]
    [InlineData("systemd-219-78.el7.x86_64", "systemd", "219-78.el7.x86_64")]
    [InlineData("ii  systemd        252.6-1      amd64        system and service manager", "systemd", "252.6-1")]
    [InlineData("runc version 1.1.5+ds1", "runc", "1.1.5+ds1")]
    [InlineData(" Server Version: 18.06.3-ce", "dockerd", "18.06.3-ce")]
    [InlineData("Kubernetes v1.20.2", "kubelet", "1.20.2")]
    [InlineData("containerd github.com/containerd/containerd v1.6.20 2806fc", "containerd", "1.6.20")]
    public void Version_IsTold(string line, string program, string version)
    {
        Assert.True(VersionFormat.Recognise(TextDocument.Of(line)));
        Assert.Equal(version, FormatRun.Read(VersionFormat.Read, line).Versions[program]);
    }

    [Fact]
    public void DockerVersion_IsReadBySection()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(VersionFormat.Read, """
            Client:
             Version:           20.10.24
            Server:
             Engine:
              Version:          20.10.24+dfsg1
             containerd:
              Version:          1.6.20~ds1
             runc:
              Version:          1.1.5+ds1
            """);
        Assert.Equal(["containerd=1.6.20~ds1", "dockerd=20.10.24+dfsg1", "runc=1.1.5+ds1"], snapshot.Versions.Select(v => v.Key + "=" + v.Value));
    }
}
