using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;
using Unknot.Node.Bus;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;

namespace Unknot.Node.Tests.Bus;

public sealed class BusSourceTests
{
    [Fact]
    public void NodeWithABus_IsAskedAndReadAsEvidence()
    {
        using TestBus bus = TestBus.Start();
        StartedProcess manager = bus.AddManager("0");

        EvidenceSnapshot snapshot = BundleReader.Read(NodeReader.Read(Options()).Documents);

        ProbeEvidence version = Assert.Single(snapshot.Probes, p => p.Call == "Manager.Version" && p.Values["socket"] == bus.SocketPath);
        Assert.Equal((ProbeOutcome.Answered, manager.Pid, "219-standin"), (version.Outcome, version.Pid!.Value, version.Values["version"]));
        Assert.True(uint.Parse(version.Values["cookie"]) > 0);
        Assert.Contains(snapshot.BusNames, n => n.Name == "org.freedesktop.systemd1" && n.Pid == manager.Pid);
    }

    [Fact]
    public void MuteSystemd_IsTheRootByTheProbeAlone()
    {
        using TestBus bus = TestBus.Start();
        StartedProcess manager = bus.AddManager("mute");

        Diagnosis.Reports.Report report = Diagnosis.Diagnoser.Diagnose(BundleReader.Read(NodeReader.Read(Options()).Documents));

        Assert.Contains(report.RootBlockers, r => r.Reason == "SystemdNotAnswering" && r.Pid == manager.Pid);
    }

    private static NodeOptions Options() =>
        new() { Only = new HashSet<string> { BusSource.SourceName, ProcessSource.SourceName, UnixSocketSource.SourceName }, ProbeDeadline = TimeSpan.FromSeconds(1), Deadline = TimeSpan.FromSeconds(30) };
}
