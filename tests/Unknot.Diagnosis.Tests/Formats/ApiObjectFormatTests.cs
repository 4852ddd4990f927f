using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class ApiObjectFormatTests
{
    private const string Id = "3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56";

    [Fact]
    public void NodeYaml_GivesConditionsAndVersions()
    {
        EvidenceSnapshot snapshot = FormatRun.Objects("""
            apiVersion: v1
            kind: Node
            metadata:
              name: node1
            status:
              conditions:
              - lastHeartbeatTime: "2026-11-23T18:29:50Z"
                lastTransitionTime: "2026-11-23T18:29:50Z"
                message: 'PLEG is not healthy: pleg was last seen active 3m7.047634443s ago; threshold
                  is 3m0s'
                reason: KubeletNotReady
                status: "False"
                type: Ready
              nodeInfo:
                containerRuntimeVersion: docker://20.10.24
                kernelVersion: 6.18.44
                kubeletVersion: v1.20.2
            """);
        NodeEvidence node = Assert.Single(snapshot.Nodes);
        Assert.Equal("node1", node.Name);
        NodeCondition ready = Assert.Single(node.Conditions);
        Assert.Equal(("Ready", "False", "KubeletNotReady"), (ready.Type, ready.Status, ready.Reason));
        Assert.EndsWith("threshold is 3m0s", ready.Message);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 18, 29, 50, TimeSpan.Zero), ready.LastTransition);
        Assert.Equal(("20.10.24", "1.20.2"), (snapshot.Versions["dockerd"], snapshot.Versions["kubelet"]));
        Assert.Equal(ready.LastTransition, node.Origin.File.CollectedAt);
    }

    [Theory]
    [InlineData("""{"kind":"List","items":[{"kind":"Node","metadata":{"name":"n"},"status":{"conditions":[]}}]}""")]
    [InlineData("""{"kind":"NodeList","items":[{"metadata":{"name":"n"},"status":{"conditions":[]}}]}""")]
    [InlineData("""[{"metadata":{"name":"n"},"spec":{},"status":{"nodeInfo":{"kubeletVersion":"v1"}}}]""")]
    public void NodesInLists_AreFound(string json) => Assert.Equal("n", Assert.Single(FormatRun.Objects(json).Nodes).Name);

    [Fact]
    public void Pod_GivesPodAndItsContainers()
    {
        EvidenceSnapshot snapshot = FormatRun.Objects("""
            {"kind":"Pod","metadata":{"name":"web1","namespace":"shop","uid":"6ffd"},"spec":{"nodeName":"node1"},
             "status":{"phase":"Running","containerStatuses":[{"name":"c","image":"bb:1","containerID":"docker://ID64","state":{"running":{}}}]}}
            """.Replace("ID64", Id));
        Assert.Equal(new PodEvidence("shop/web1", "Running", "node1", "6ffd", snapshot.Pods[0].Origin), Assert.Single(snapshot.Pods));
        ContainerEvidence container = Assert.Single(snapshot.Containers);
        Assert.Equal((Id, "c", "running", "shop/web1"), (container.Id, container.Name, container.State, container.Pod));
    }

    [Fact]
    public void DockerInspect_GivesPidStateAndPod()
    {
        ContainerEvidence container = Assert.Single(FormatRun.Objects("""
            [{"Id":"ID64","Name":"/k8s_c_web1_default_uid_0","State":{"Status":"running","Pid":4711},"Config":{"Image":"bb:1","Labels":{}}}]
            """.Replace("ID64", Id)).Containers);
        Assert.Equal(("running", 4711, "default/web1", "bb:1"), (container.State, container.Pid, container.Pod, container.Image));
    }

    [Fact]
    public void CrictlInspectAndPs_AreRead()
    {
        EvidenceSnapshot snapshot = FormatRun.Objects("""
            {"status":{"id":"ID64","metadata":{"name":"c"},"state":"CONTAINER_RUNNING","labels":{"io.kubernetes.pod.name":"web","io.kubernetes.pod.namespace":"shop"}},"info":{"pid":99}}
            {"containers":[{"id":"ID64","metadata":{"name":"d"},"state":"CONTAINER_EXITED"}]}
            """.Replace("ID64", Id));
        Assert.Equal([("running", 99, "shop/web"), ("exited", null, null)], snapshot.Containers.Select(c => (c.State, c.Pid, c.Pod)));
    }

    [Fact]
    public void Event_IsALogSignWithItsCount()
    {
        LogEvidence log = Assert.Single(FormatRun.Objects("""
            {"kind":"Event","reason":"NodeNotReady","message":"Node node1 status is now: NodeNotReady","count":3,"lastTimestamp":"2026-11-23T18:29:50Z","involvedObject":{"kind":"Node","name":"node1"},"source":{"component":"kubelet"}}
            """).Logs);
        Assert.Equal(("node-not-ready", "kubelet", 3L), (log.Kind, log.Component, log.Count));
    }

    [Theory]
    [InlineData("{\"kind\":\"Node\",\"metadata\":{")]
    [InlineData("kind: Node\nmetadata: [unclosed")]
    [InlineData("a: &a [x,x]\nb: &b [*a,*a]\nkind: Node\nmetadata: {name: *b}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void BrokenDocuments_GiveNothing(string text) => Assert.DoesNotContain(FormatRun.Objects(text).Nodes, n => n.Name.Length > 0);
}
