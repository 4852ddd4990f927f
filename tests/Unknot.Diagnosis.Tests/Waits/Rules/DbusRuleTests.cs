using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class DbusRuleTests
{
    private const int Bus = 40, Runc = 21;

    // runc's connection: its own end 100, the bus' end 101.
    private static SnapshotBuilder Node(char busState = 'S') => new SnapshotBuilder()
        .Process(20, 1, Ids.Shim(Ids.A)).Process(Runc, 20, Ids.RuncCreate(Ids.A), age: 60).Process(Bus, 1, "/usr/bin/dbus-daemon --system", busState)
        .Socket(Runc, 100, 101).Socket(Bus, 101, 100, "/run/dbus/system_bus_socket");

    private static HoldEdge Holder(SnapshotBuilder node)
    {
        WaitEdge wait = node.Graph().Pid(Runc).Wait();
        Assert.Equal((ResourceKind.DbusReply, Ids.A), (wait.Resource.Kind, wait.Resource.ContainerId));
        return wait.Resource.Holder();
    }

    [Fact]
    public void StoppedBus_OwesTheReply()
    {
        HoldEdge holder = Holder(Node(busState: 'T').Process(1, 0, "/sbin/init"));
        Assert.Equal((Bus, Certainty.Exact, "DbusDaemonStopped"), (holder.Holder.Pid, holder.Certainty, holder.Holder.RootReason));
    }

    [Fact]
    public void MuteOwner_ByUnreadBytes()
    {
        HoldEdge holder = Holder(Node().Process(50, 1, "/opt/standin").Socket(50, 200, 201, received: 688).Socket(Bus, 201, 200, "/run/dbus/system_bus_socket", sent: 1280));
        Assert.Equal((50, "systemd", Certainty.Exact, "SystemdNotAnswering"), (holder.Holder.Pid, holder.Holder.Component, holder.Certainty, holder.Holder.RootReason));
        Assert.Contains("688 bytes", holder.Why);
    }

    [Fact]
    public void Busctl_NamesTheOwner()
    {
        HoldEdge holder = Holder(Node().Process(50, 1, "/opt/standin").With(s => s.BusNames.Add(new BusNameEvidence("org.freedesktop.systemd1", 50, "standin", new Provenance(new EvidenceFile("busctl", "busctl.txt"), 2)))));
        Assert.Equal((50, Certainty.Exact), (holder.Holder.Pid, holder.Certainty));
    }

    [Fact]
    public void OnlyOtherClient_IsInferred()
    {
        HoldEdge holder = Holder(Node().Process(50, 1, "/opt/standin").Socket(50, 200, 201).Socket(Bus, 201, 200, "/run/dbus/system_bus_socket")
            .Process(51, 1, "/lib/systemd/systemd-logind").Socket(51, 300, 301).Socket(Bus, 301, 300, "/run/dbus/system_bus_socket"));
        Assert.Equal((50, Certainty.Inferred), (holder.Holder.Pid, holder.Certainty));
    }

    [Fact]
    public void TwoOtherClients_TextCannotTell_Pid1IsTaken()
    {
        HoldEdge holder = Holder(Node().Process(1, 0, "/sbin/init")
            .Process(50, 1, "/opt/one").Socket(50, 200, 201).Socket(Bus, 201, 200, "/run/dbus/system_bus_socket")
            .Process(51, 1, "/opt/two").Socket(51, 300, 301).Socket(Bus, 301, 300, "/run/dbus/system_bus_socket"));
        Assert.Equal((1, Certainty.Inferred), (holder.Holder.Pid, holder.Certainty));
    }

    [Fact]
    public void NobodyKnown_IsAssumed()
    {
        HoldEdge holder = Holder(Node());
        Assert.Equal((WaiterKind.External, Certainty.Assumed), (holder.Holder.Kind, holder.Certainty));
    }

    [Fact]
    public void PrivateSocket_NeverAccepted_ItsListenerOwesTheReply()
    {
        SnapshotBuilder node = new SnapshotBuilder().Process(1, 0, "/sbin/init").Process(20, 1, Ids.Shim(Ids.A)).Process(Runc, 20, Ids.RuncCreate(Ids.A), age: 60)
            .Process(50, 1, "/opt/standin").Socket(Runc, 100, sent: 1536).Socket(50, 200, path: "/run/systemd/private", received: 1, listens: true);
        HoldEdge holder = Holder(node);
        Assert.Equal((50, Certainty.Exact, "SystemdNotAnswering"), (holder.Holder.Pid, holder.Certainty, holder.Holder.RootReason));
    }

    [Fact]
    public void PrivateSocket_EmptyBacklog_IsNotCalledExact()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A)).Process(Runc, 20, Ids.RuncCreate(Ids.A), age: 60)
            .Process(50, 1, "/opt/standin").Socket(Runc, 100, sent: 1536).Socket(50, 200, path: "/run/systemd/private", listens: true).Graph();
        // The list may be without the listener's queue (ss -xp): runc's side, with bytes that nobody takes, still says that it waits, not for whom.
        WaitEdge wait = Assert.Single(graph.Pid(Runc).WaitEdges);
        Assert.Equal(Certainty.Inferred, wait.Certainty);
        Assert.DoesNotContain(wait.Resource.HoldEdges, h => h.Certainty == Certainty.Exact);
    }

    [Theory]
    [InlineData(ProbeOutcome.Answered, 0)]
    [InlineData(ProbeOutcome.TimedOut, 1)]
    public void BusBacklog_CountsOnlyWhereTheBusDoesNotAnswerUsEither(ProbeOutcome outcome, int holders)
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A)).Process(Runc, 20, Ids.RuncCreate(Ids.A), age: 60)
            .Process(50, 1, "dbus-daemon --system").Socket(Runc, 100, sent: 1536).Socket(50, 200, path: "/run/dbus/system_bus_socket", received: 1, listens: true)
            .With(s => s.Probes.Add(new ProbeEvidence("dbus-daemon", 50, "Hello", null, outcome, TimeSpan.FromSeconds(1), null, new Dictionary<string, string>(), new Provenance(new EvidenceFile("probes", "probes.jsonl"), 2))))
            .Graph();
        Assert.Equal(holders, Assert.Single(graph.Pid(Runc).WaitEdges).Resource.HoldEdges.Count);
    }

    [Fact]
    public void Goroutine_InStartTransientUnit_WaitsForSystemd()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(1, 0, "/sbin/init").Dump("kubelet", """
            7 select, 4 minutes
            github.com/godbus/dbus/v5.(*Object).CallWithContext(0xc0001)
            github.com/coreos/go-systemd/v22/dbus.(*Conn).StartTransientUnitContext(0xc0002)
            k8s.io/kubernetes/pkg/kubelet/cm.(*podContainerManagerImpl).EnsureExists(0xc0003)
            8 select, 4 minutes
            github.com/coreos/go-systemd/v22/dbus.(*Conn).dispatch.func1()
            """).Graph();
        WaitEdge wait = graph.G(7).Wait();
        Assert.Equal((ResourceKind.DbusReply, 1), (wait.Resource.Kind, wait.Resource.Holder().Holder.Pid));
        Assert.False(graph.HasGoroutine(8));
    }

    [Fact]
    public void DaemonOnTheBus_ThatIsNoRuntimeCommand_DoesNotWait()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Process(Bus, 1, "/usr/bin/dbus-daemon --system")
            .Socket(10, 100, 101).Socket(Bus, 101, 100, "/run/dbus/system_bus_socket").Graph();
        Assert.Empty(graph.Waiters);
    }

    [Fact]
    public void CookieOverflow_InTheLog_JoinsOldRuncsToSystemd()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(1, 0, "/sbin/init").Process(20, 1, Ids.Shim(Ids.A)).Process(Runc, 20, Ids.RuncCreate(Ids.A), age: 60)
            .Process(31, 30, Ids.RuncCreate(Ids.B), age: 1).Log("systemd-release-not-supported", "systemd").Graph();
        Assert.Equal(1, graph.Pid(Runc).Wait().Resource.Holder().Holder.Pid);
        Assert.DoesNotContain(graph.Waiters, w => w.Pid == 31 && w.WaitEdges.Count > 0);
    }
}
