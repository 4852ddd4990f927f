using Unknot.Diagnosis.Evidence;
using static Unknot.Bundles.Tests.TemporaryFolder;

namespace Unknot.Bundles.Tests;

/// <summary>Small trees in the layouts of the collectors that people use: they work because files are told by their content.</summary>
public sealed class SupportLayoutTests
{
    private const string Id = "3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56";

    private const string Dump = """
        goroutine 1 [running]:
        main.main()
        	/src/main.go:10 +0x20

        goroutine 19 [select, 12 minutes]:
        github.com/docker/docker/daemon.(*Daemon).containerStart(0xc0001, 0xc0002)
        	/src/daemon/start.go:100 +0x20
        created by github.com/docker/docker/daemon.New
        	/src/daemon/daemon.go:10 +0x20

        """;

    [Fact]
    public void SosReport_ProcessesLogsMountsAndLinks()
    {
        using TemporaryFolder folder = new();
        folder.Write("sosreport.tar.gz", Gzip(Tar(
            TarFile("sosreport-n/sos_commands/process/ps_auxwww", "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot        4711  0.0  0.1 1 1 ?        Ssl  Nov01   1:00 /usr/bin/dockerd\n"),
            TarLink("sosreport-n/ps", "sos_commands/process/ps_auxwww"),
            TarFile("sosreport-n/proc/mounts", "nfs1:/x /mnt nfs4 rw,hard 0 0\n/dev/vda / ext4 rw 0 1\n"),
            TarFile("sosreport-n/sos_commands/kernel/uname_-a", "Linux n 3.10.0-514.el7.x86_64 #1 SMP x86_64 GNU/Linux\n"),
            TarFile("sosreport-n/sos_commands/networking/ss_-peaonmi", "u_str  ESTAB      0      0      /run/dbus/system_bus_socket 12998                 * 12997               users:((\"dbus-daemon\",pid=581,fd=9)) <->\n"),
            TarFile("sosreport-n/uptime", " 18:07:12 up 211 days,  3:04,  1 user,  load average: 0.80, 0.43, 0.23\n"),
            TarFile("sosreport-n/installed-rpms", "systemd-219-78.el7.x86_64        Mon Jan  1 00:00:00 2019\n"),
            TarFile("sosreport-n/var/log/messages", "Jan  4 11:03:31 node-h systemd: Failed to propagate agent release message: Operation not supported\n"))));
        EvidenceSnapshot snapshot = folder.Read("sosreport.tar.gz");
        Assert.Equal("/usr/bin/dockerd", snapshot.Processes[4711].CommandLine);
        Assert.Equal(["nfs4", "ext4"], snapshot.Mounts.Select(m => m.FileSystem));
        Assert.Equal(581, Assert.Single(snapshot.Sockets).Owners[0].Pid);
        Assert.Equal(("3.10.0-514.el7.x86_64", "219-78.el7.x86_64"), (snapshot.Versions["kernel"], snapshot.Versions["systemd"]));
        Assert.Equal(211, snapshot.Uptime?.Days);
        Assert.Equal("systemd-release-not-supported", Assert.Single(snapshot.Logs).Kind);
        Assert.Empty(snapshot.Gaps);
    }

    [Fact]
    public void TroubleshootBundle_NodesAndPods()
    {
        using TemporaryFolder folder = new();
        folder.Write("bundle/cluster-resources/nodes.json", """{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"n1"},"status":{"conditions":[{"type":"Ready","status":"Unknown","reason":"NodeStatusUnknown","message":"Kubelet stopped posting node status."}]}}]}""");
        folder.Write("bundle/cluster-resources/pods/shop.json", """{"kind":"PodList","items":[{"metadata":{"name":"web","namespace":"shop","deletionTimestamp":"2026-11-23T18:29:50Z"},"spec":{"nodeName":"n1"},"status":{"phase":"Running","containerStatuses":[{"name":"c","containerID":"containerd://ID64","state":{"running":{}}}]}}]}""".Replace("ID64", Id));
        folder.Write("bundle/host-collectors/run-host/crictl.txt", "CONTAINER           IMAGE     CREATED         STATE     NAME    ATTEMPT   POD ID          POD\n87d3992f84f74       nginx:1   3 minutes ago   Running   c       0         1234567890123   web\n");
        EvidenceSnapshot snapshot = folder.Read();
        Assert.Equal("Unknown", Assert.Single(snapshot.Nodes).Conditions[0].Status);
        Assert.Equal(("shop/web", "Terminating"), (snapshot.Pods[0].Name, snapshot.Pods[0].Status));
        Assert.Equal([Id, "87d3992f84f74"], snapshot.Containers.Select(c => c.Id));
    }

    [Fact]
    public void EksLogCollector_DumpsLogsAndContainers()
    {
        using TemporaryFolder folder = new();
        folder.Write("eks_i-0.tar.gz", Gzip(Tar(
            TarFile("containerd/containerd-log.txt", $"Mar 27 05:40:45 ip-10 containerd[11689]: time=\"2021-03-27T05:33:45Z\" level=error msg=\"get state for {Id}\" error=\"context deadline exceeded: unknown\"\n"),
            TarFile("docker/docker-goroutines.txt", Dump),
            TarFile("docker/container-ID.txt".Replace("ID", Id), "[{\"Id\":\"ID\",\"Name\":\"/k8s_c_web_shop_uid_0\",\"State\":{\"Status\":\"running\",\"Pid\":99}}]".Replace("ID", Id)),
            TarFile("kernel/dmesg.current", "[11860608.510084] nfs: server 192.0.2.5 not responding, still trying\n"),
            TarFile("kubelet/kubelet.log", "I1123 18:29:44.000001   17033 kubelet.go:1826] skipping pod synchronization - [container runtime is down]\n"),
            TarFile("system/ps.txt", "UID          PID    PPID  C STIME TTY          TIME CMD\nroot        4711       1  0 18:24 ?        00:00:00 /usr/bin/dockerd -H fd://\n"),
            TarFile("system/procs/1/status", "Name:\tsystemd\nState:\tS (sleeping)\nTgid:\t1\nPid:\t1\nPPid:\t0\n"))));
        EvidenceSnapshot snapshot = folder.Read();
        DumpEvidence dump = Assert.Single(snapshot.Dumps);
        Assert.Equal(("dockerd", 4711, 2), (dump.Component, dump.Pid, dump.Dump.Count));
        Assert.Equal(("shop/web", 99), (snapshot.Containers[0].Pod, snapshot.Containers[0].Pid));
        Assert.Equal(["get-state-deadline", "nfs-not-responding", "runtime-down"], snapshot.Logs.Select(l => l.Kind).Order());
        Assert.Equal("systemd", snapshot.Processes[1].Name);
    }

    [Fact]
    public void MustGather_NodeYamlAndJournal()
    {
        using TemporaryFolder folder = new();
        folder.Write("quay-io/cluster-scoped-resources/core/nodes/n1.yaml", "---\napiVersion: v1\nkind: Node\nmetadata:\n  name: n1\nstatus:\n  conditions:\n  - type: Ready\n    status: \"False\"\n    reason: KubeletNotReady\n    message: container runtime is down\n");
        folder.Write("quay-io/host_service_logs/masters/crio_service.log", "Nov 08 18:01:46 n1 crio[2043]: time=\"2026-11-08 18:01:46.297244\" level=error msg=\"timed out: context deadline exceeded\"\n");
        EvidenceSnapshot snapshot = folder.Read();
        Assert.Equal("n1", Assert.Single(snapshot.Nodes).Name);
        Assert.Equal(("context-deadline", "crio", 2043), (snapshot.Logs[0].Kind, snapshot.Logs[0].Component, snapshot.Logs[0].Pid));
    }

    [Fact]
    public void PastedTicket_EachOutputInOneFileIsRead()
    {
        using TemporaryFolder folder = new();
        folder.Write("ticket.txt", """
            Hi, this is what we see:
            # ps -ef | grep runc
            root     15581 11646  0 Jun17 ?        00:00:00 docker-runc --root /var/run/docker exec
            # cat /proc/15581/stack
            [<0>] futex_wait+0x67/0x120
            # cat /proc/15581/wchan
            futex_wait
            # mount | grep nfs
            nfs1:/x on /mnt type nfs4 (rw,hard)
            # docker ps -a
            CONTAINER ID   IMAGE     COMMAND     CREATED         STATUS    PORTS     NAMES
            3c1b8d97c55a   bb:1      "/bin/sh"   6 seconds ago   Created             x
            """);
        EvidenceSnapshot snapshot = folder.Read();
        ProcessEvidence runc = snapshot.Processes[15581];
        Assert.Equal(("docker-runc --root /var/run/docker exec", "futex_wait"), (runc.CommandLine, runc.Wchan));
        Assert.Equal(["futex_wait"], runc.Threads[0].KernelStack);
        Assert.Equal("nfs4", Assert.Single(snapshot.Mounts).FileSystem);
        Assert.Equal("created", Assert.Single(snapshot.Containers).State);
    }

    [Fact]
    public void LogWithADumpInIt_GivesBoth()
    {
        using TemporaryFolder folder = new();
        string escaped = Dump.Replace("\n", "\\n").Replace("\t", "\\t");
        folder.Write("containerd.log", $"time=\"2026-11-23T18:00:00Z\" level=error msg=\"no space left on device\"\ntime=\"2026-11-23T18:07:26Z\" level=info msg=\"=== BEGIN goroutine stack dump ===\\n{escaped}\\n=== END goroutine stack dump ===\" namespace=moby path=/run/containerd/moby/{Id} pid=26507 runtime=io.containerd.runc.v2\n");
        EvidenceSnapshot snapshot = folder.Read();
        DumpEvidence dump = Assert.Single(snapshot.Dumps);
        Assert.Equal((26507, Id, new DateTimeOffset(2026, 11, 23, 18, 7, 26, TimeSpan.Zero)), (dump.Pid, dump.ContainerId, dump.CollectedAt));
        Assert.Equal("no-space", Assert.Single(snapshot.Logs).Kind);
        Assert.Equal("log", snapshot.Files[0].Source);
    }

    [Theory]
    [InlineData("dockerd.4711.txt", false)]
    [InlineData("dockerd.4711.txt.gz", true)]
    public void DumpTooLargeForMemory_IsReadThroughItsFile(string name, bool isPacked)
    {
        using TemporaryFolder folder = new();
        System.Text.StringBuilder text = new(Dump);
        for (int i = 100; i < 40_000; i++) text.Append("goroutine ").Append(i).Append(" [semacquire, 3 minutes]:\nsync.runtime_SemacquireMutex(0xc000c5e204, 0x0, 0x1)\n\t/go/sema.go:71 +0x25\nmain.f(0xc000123450)\n\t/src/f.go:10 +0x20\n\n");
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text.ToString());
        folder.Write(name, isPacked ? Gzip(bytes) : bytes);
        EvidenceSnapshot snapshot = folder.Read(name, new BundleLimits { MaxBytesInMemory = 100_000 });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        DumpEvidence dump = Assert.Single(snapshot.Dumps);
        Assert.Equal((39_902, 4711), (dump.Dump.Count, dump.Pid));
        Assert.Equal(0xc000c5e204UL, dump.Dump[20_000].ReadDetails().Frames[0].Arguments[0].Value);
        Assert.Equal("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), snapshot.Files[0].Digest);
        Assert.Empty(snapshot.Gaps);
    }

    [Theory]
    [InlineData("containerd.15814.stacks.log", "containerd", 15814)]
    [InlineData("shim-18368.txt", "containerd-shim", 18368)]
    [InlineData("dockerd-goroutine-stacks-2026-11-23T181337Z.log", "dockerd", null)]
    [InlineData("goroutine-stacks-2026-11-23T181337Z.log", "dockerd", null)]
    [InlineData("crio-goroutine-stacks-2024-05-01T101112Z.log", "crio", null)]
    [InlineData("kubelet-goroutines.txt", "kubelet", null)]
    [InlineData("goroutine.debug2.dockerd.txt", "dockerd", null)]
    [InlineData("a.tgz!x/notes.txt", null, null)]
    public void DumpFileNames_TellComponentAndPid(string name, string? component, int? pid) => Assert.Equal((component, pid), (DumpFileName.ComponentOf(name), DumpFileName.PidOf(name)));
}
