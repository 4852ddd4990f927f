using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class PlegRuleTests
{
    private const string Request = """
        8 semacquire, 3 minutes
        lock 0xc000100
        github.com/docker/docker/daemon.(*Daemon).ContainerInspect(0xc0001)
        net/http.serverHandler.ServeHTTP(0xc0002)
        """;

    [Fact]
    public void LogLine_StandsInForTheKubeletsDump()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("dockerd", Request).Log("pleg-unhealthy", "kubelet", age: 187).Graph();
        Waiter pleg = Assert.Single(graph.Waiters, w => w.Component == "kubelet");
        Assert.Equal((0, true, TimeSpan.FromSeconds(187)), (pleg.EntryRank, pleg.IsEntry, pleg.WaitingAtLeast));
        Assert.Equal((8, Certainty.Assumed), (pleg.Wait().Resource.Holder().Holder.Goroutine, pleg.Wait().Resource.Holder().Certainty));
    }

    [Fact]
    public void LogLine_DatesTheRelistOfTheDump()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Log("pleg-unhealthy", "kubelet", age: 187).Dump("kubelet", """
            5 select
            net/http.(*persistConn).roundTrip(0xc0001)
            github.com/docker/docker/client.(*Client).ContainerInspect(0xc0002)
            k8s.io/kubernetes/pkg/kubelet/pleg.(*GenericPLEG).relist(0xc0003)
            """).Graph();
        Assert.Equal(TimeSpan.FromSeconds(187), graph.G(5).WaitingAtLeast);
        Assert.Single(graph.Waiters, w => w.Component == "kubelet");
    }

    [Fact]
    public void NodeNotReady_NoRequestHangs_TheRuntimeIsOnlyAssumed()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Process(14, 1, "/usr/bin/containerd").With(s => s.Nodes.Add(Node("False"))).Graph();
        HoldEdge holder = Assert.Single(graph.Waiters, w => w.EntryRank == 0).Wait().Resource.Holder();
        Assert.Equal((14, Certainty.Assumed), (holder.Holder.Pid, holder.Certainty));
    }

    [Fact]
    public void NodeReady_NoLogLine_NoStandIn() => Assert.DoesNotContain(new SnapshotBuilder().Dump("dockerd", Request).With(s => s.Nodes.Add(Node("True"))).Graph().Waiters, w => w.Component == "kubelet");

    private static NodeEvidence Node(string ready) => new(
        "node1", [new NodeCondition("MemoryPressure", "False", "", "", null), new NodeCondition("Ready", ready, "", "", null)], new Dictionary<string, string>(), new Provenance(new EvidenceFile("node", "node.yaml"), 1));
}
