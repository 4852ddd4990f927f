using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class BusProbeRuleTests
{
    private const int Bus = 40, Runc = 21, Manager = 50;

    private static ProbeEvidence Probe(string component, int pid, string call, ProbeOutcome outcome) => new(
        component, pid, call, null, outcome, TimeSpan.FromSeconds(outcome == ProbeOutcome.TimedOut ? 2 : 0.001), null,
        new Dictionary<string, string> { ["socket"] = "/run/dbus/system_bus_socket" }, new Provenance(new EvidenceFile("probes", "bus/probes.jsonl"), 2));

    // runc with an open connection to the bus, which it keeps whatever it waits for.
    private static SnapshotBuilder Node(char busState = 'S', params ProbeEvidence[] probes)
    {
        SnapshotBuilder node = new SnapshotBuilder()
            .Process(1, 0, "/sbin/init").Process(Manager, 1, "/opt/standin").Process(20, 1, Ids.Shim(Ids.A)).Process(Runc, 20, Ids.RuncCreate(Ids.A), age: 60)
            .Process(Bus, 1, "/usr/bin/dbus-daemon --system", busState)
            .Socket(Runc, 100, 101).Socket(Bus, 101, 100, "/run/dbus/system_bus_socket").Socket(Manager, 200, 201).Socket(Bus, 201, 200, "/run/dbus/system_bus_socket");
        foreach (ProbeEvidence probe in probes) node.Snapshot.Probes.Add(probe);
        return node;
    }

    private static ProbeEvidence BusAnswered => Probe(Components.DbusDaemon, Bus, "Hello", ProbeOutcome.Answered);

    [Fact]
    public void SystemdDidNotAnswerThoughTheBusDid_SystemdIsTheRoot()
    {
        SnapshotBuilder node = Node('S', BusAnswered, Probe(Components.Systemd, Manager, "Manager.Version", ProbeOutcome.TimedOut));

        ReportRoot root = Assert.Single(node.Report().RootBlockers);
        Assert.Equal((Manager, "SystemdNotAnswering"), (root.Pid!.Value, root.Reason));
        Assert.Equal((Components.Systemd, 0.97), (node.Graph().Pid(Manager).Component, node.Graph().Pid(Manager).StuckConfidence));
    }

    [Fact]
    public void BusDidNotAnswer_TheBusAloneIsTheRoot()
    {
        SnapshotBuilder node = Node('S', Probe(Components.DbusDaemon, Bus, "connect", ProbeOutcome.TimedOut));

        ReportRoot root = Assert.Single(node.Report().RootBlockers);
        Assert.Equal((Bus, "DbusDaemonNotAnswering"), (root.Pid!.Value, root.Reason));
    }

    [Fact]
    public void BusIsStopped_KeepsThatReasonAndIsTheOnlyRoot()
    {
        SnapshotBuilder node = Node('T', Probe(Components.DbusDaemon, Bus, "connect", ProbeOutcome.TimedOut));

        ReportRoot root = Assert.Single(node.Report().RootBlockers);
        Assert.Equal((Bus, "DbusDaemonStopped"), (root.Pid!.Value, root.Reason));
    }

    [Fact]
    public void SystemdIsMuteAndNobodyWaitsYet_IsARootByTheProbe()
    {
        SnapshotBuilder node = new SnapshotBuilder().Process(1, 0, "/sbin/init");
        node.Snapshot.Probes.Add(Probe(Components.Systemd, 1, "Manager.Version", ProbeOutcome.TimedOut));

        Assert.Equal(1, Assert.Single(node.Report().RootBlockers).Pid);
    }

    [Fact]
    public void SystemdAnswered_AnOpenConnectionOfRuncBlamesNobody()
    {
        WaitGraphBuilder graph = Node('S', BusAnswered, Probe(Components.Systemd, Manager, "Manager.Version", ProbeOutcome.Answered)).Graph();

        Assert.DoesNotContain(graph.Resources, r => r.Kind == ResourceKind.DbusReply);
        Assert.DoesNotContain(graph.Waiters, w => w.RootReason == "SystemdNotAnswering");
    }

    [Fact]
    public void NothingWasAsked_AnOpenConnectionIsASign() => Assert.Contains(Node().Graph().Resources, r => r.Kind == ResourceKind.DbusReply);
}
