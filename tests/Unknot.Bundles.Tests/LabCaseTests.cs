using Unknot.Diagnosis.Evidence;

namespace Unknot.Bundles.Tests;

/// <summary>Facts of the recorded cases; read where <c>shared/cases/lab</c> lies beside the repository.</summary>
public sealed class LabCaseTests
{
    private static EvidenceSnapshot Case(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "cases", "lab", name);
            if (Directory.Exists(path)) return BundleReader.Read([path]);
        }

        Assert.Skip("the recorded cases (shared/cases/lab) are not beside this repository");
        return new EvidenceSnapshot();
    }

    private static DumpEvidence Dump(EvidenceSnapshot snapshot, string component) => snapshot.Dumps.First(d => d.Component == component);

    [Fact]
    public void DbusMute_QueueOfTheMuteOwner()
    {
        EvidenceSnapshot snapshot = Case("dbus-mute");
        SocketEvidence mute = snapshot.Sockets.Single(s => s.Owners.Any(o => o.Pid == 26406));
        Assert.Equal((85324UL, 85325UL, 688L), (mute.Inode, mute.PeerInode, mute.ReceiveQueue));
        SocketEvidence peer = snapshot.Sockets.Single(s => s.Inode == mute.PeerInode);
        Assert.Equal((26374, "/run/dbus/system_bus_socket", 1280L), (peer.Owners[0].Pid, peer.Path, peer.SendQueue));
        ProcessEvidence runc = snapshot.Processes[26519];
        Assert.Equal("3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56", runc.ContainerId);
        Assert.Equal(("runc", 26507, 8), (runc.Name, runc.ParentPid, runc.Threads.Count));
        Assert.Contains(runc.Files, f => f is { Fd: 13, Target: "socket:[85419]" });
        Assert.Equal(26186, Dump(snapshot, "dockerd").Pid);
        Assert.Equal((26507, runc.ContainerId), (Dump(snapshot, "containerd-shim").Pid, Dump(snapshot, "containerd-shim").ContainerId));
        Assert.Empty(snapshot.Gaps);
    }

    [Fact]
    public void WrapCreate_WrapperIsOld()
    {
        ProcessEvidence wrapper = Case("wrap-create").Processes[6121];
        Assert.True(wrapper.Age >= TimeSpan.FromSeconds(6));
        Assert.Equal((6112, "30a2602c67abfc69b044b1561f6e7db1568fdd9f5e981f7073b2725f70e267c8"), (wrapper.ParentPid, wrapper.ContainerId));
    }

    [Fact]
    public void FuseDockerd_ThreadInStat()
    {
        EvidenceSnapshot snapshot = Case("fuse-dockerd");
        ThreadEvidence thread = snapshot.Processes[25209].Threads.Single(t => t.Tid == 25223);
        Assert.Equal("request_wait_answer", thread.Wchan);
        Assert.Equal(262UL, thread.Syscall[0]);
        Assert.Contains("fuse_do_getattr", thread.KernelStack);
        Assert.Contains(snapshot.Mounts, m => m is { Target: "/run/lab/hung", FileSystem: "fuse.hungfs" });
    }

    [Fact]
    public void StopContainerdStart_ContainerdIsStopped()
    {
        EvidenceSnapshot snapshot = Case("stop-containerd-start");
        Assert.Equal('T', snapshot.Processes[14702].State);
        Assert.Equal(14702, Dump(snapshot, "containerd").Pid);
    }

    [Fact]
    public void NotReadyDbus_NodeLogsAndProcesses()
    {
        EvidenceSnapshot snapshot = Case("notready-dbus");
        Assert.Contains(
            snapshot.Nodes.SelectMany(n => n.Conditions.Select(c => (n.Name, c))),
            x => x is { Name: "node1", c: { Type: "Ready", Status: "False", Reason: "KubeletNotReady" } });
        Assert.Equal(24, snapshot.Processes.Count);
        Assert.Equal("kubelet", Components.Of(snapshot.Processes[17033].Name, snapshot.Processes[17033].Arguments));
        Assert.Equal(17033, Dump(snapshot, "kubelet").Pid);
        Assert.Contains(snapshot.Logs, l => l is { Kind: "pleg-unhealthy", Component: "kubelet", Pid: 17033 } && l.Age > TimeSpan.FromMinutes(3));
        Assert.Contains(snapshot.Logs, l => l is { Kind: "context-deadline", ContainerId: "705c65c57a1173fddaf0cf035930b8a7b437ae10bb33ade62ff84267dfb0e4cb" });
        Assert.Equal(["17276", "17277", "17396", "17398", "18368", "18387"], snapshot.Dumps.Where(d => d.Component == "containerd-shim").Select(d => $"{d.Pid}").Order());
        Assert.Contains(snapshot.Pods, p => p is { Name: "default/web3", Status: "ContainerCreating", Node: "node1" });
        Assert.Equal("20.10.24+dfsg1", snapshot.Versions["dockerd"]);
    }

    [Fact]
    public void HealthyBusy_EveryDumpHasItsProcess()
    {
        EvidenceSnapshot snapshot = Case("healthy-busy");
        Assert.All(snapshot.Dumps, d => Assert.NotNull(d.Pid));
        Assert.All(snapshot.Dumps.Where(d => d.Component == "containerd-shim"), d => Assert.Equal(64, d.ContainerId?.Length));
    }

    [Fact]
    public void SameCaseTwice_GivesTheSameSnapshot()
    {
        EvidenceSnapshot a = Case("stop-shim-exec"), b = Case("stop-shim-exec");
        Assert.Equal(a.Files.Select(f => (f.Path, f.Source, f.Digest, f.CollectedAt)), b.Files.Select(f => (f.Path, f.Source, f.Digest, f.CollectedAt)));
        Assert.Equal(a.Logs.Select(l => l.ToString()), b.Logs.Select(l => l.ToString()));
        Assert.Equal(a.Dumps.Select(d => (d.Pid, d.Component, d.Origin.ToString())), b.Dumps.Select(d => (d.Pid, d.Component, d.Origin.ToString())));
    }
}
