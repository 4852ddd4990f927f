using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class HttpCallRuleTests
{
    private const string Relist = """
        5 select, 3 minutes
        net/http.(*persistConn).roundTrip(0xc0001)
        github.com/docker/docker/client.(*Client).ContainerInspect(0xc0002)
        k8s.io/kubernetes/pkg/kubelet/pleg.(*GenericPLEG).relist(0xc0003)
        """;

    private const string Handler = """
        8 semacquire, 3 minutes
        lock 0xc000100
        github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc0001)
        github.com/docker/docker/daemon.(*Daemon).ContainerInspect(0xc0001)
        net/http.serverHandler.ServeHTTP(0xc0002)
        9 select
        github.com/docker/docker/daemon.(*Daemon).ContainerStop(0xc0001)
        net/http.serverHandler.ServeHTTP(0xc0002)
        """;

    [Fact]
    public void Kubelet_JoinsDockerdsHandlerOfTheSameOperation()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("kubelet", Relist).Dump("dockerd", Handler).Graph();
        Waiter pleg = graph.G(5);
        Assert.Equal((ResourceKind.Http, "ContainerInspect", "PLEG relist", 0), (pleg.Wait().Resource.Kind, pleg.Wait().Resource.Method, pleg.Activity, pleg.EntryRank));
        HoldEdge holder = Assert.Single(pleg.Wait().Resource.HoldEdges);
        Assert.Equal((8, Certainty.Inferred), (holder.Holder.Goroutine, holder.Certainty));
    }

    [Fact]
    public void NoDump_TheOnlyDaemon_ElseAssumed()
    {
        Assert.Equal(10, new SnapshotBuilder().Dump("kubelet", Relist).Process(10, 1, "/usr/bin/dockerd").Graph().G(5).Wait().Resource.Holder().Holder.Pid);
        Assert.Equal(Certainty.Assumed, new SnapshotBuilder().Dump("kubelet", Relist).Graph().G(5).Wait().Resource.Holder().Certainty);
    }

    [Fact]
    public void Plugin_AfterMinutes_IsTheEnd()
    {
        HoldEdge holder = new SnapshotBuilder().Dump("dockerd", """
            5 select, 6 minutes
            net/http.(*persistConn).roundTrip(0xc0001)
            github.com/docker/docker/pkg/plugins.(*Client).callWithRetry(0xc0002)
            github.com/docker/docker/volume/drivers.(*volumeDriverProxy).Mount(0xc0003)
            """).Graph().G(5).Wait().Resource.Holder();
        Assert.Equal((Components.Csi, "PluginNotAnswering"), (holder.Holder.Component, holder.Holder.RootReason));
    }

    [Theory]
    [InlineData("kubelet", "select, 3 minutes\nnet/http.(*persistConn).roundTrip(0xc0001)\nk8s.io/client-go/rest.(*Request).Do(0xc0002)")]
    [InlineData("application", "select, 3 minutes\nnet/http.(*persistConn).roundTrip(0xc0001)\ngithub.com/docker/docker/client.(*Client).ContainerInspect(0xc0002)")]
    [InlineData("kubelet", "select, 3 minutes\nnet/http.(*persistConn).readLoop(0xc0001)")]
    public void OtherHttp_IsNoWaiter(string component, string goroutine) => Assert.Empty(new SnapshotBuilder().Dump(component, "5 " + goroutine).Graph().Waiters);
}
