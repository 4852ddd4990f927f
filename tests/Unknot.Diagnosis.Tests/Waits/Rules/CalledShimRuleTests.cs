using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class CalledShimRuleTests
{
    private const string Kill = """
        5 select, 3 minutes
        github.com/containerd/ttrpc.(*Client).dispatch(0x1)
        github.com/containerd/containerd/api/services/task/v1.(*taskClient).Kill(0xc0004)
        main.request()
        """;

    [Fact]
    public void CallOfAKnownContainer_GoesToItsShimAlone()
    {
        HoldEdge holder = Assert.Single(TwoStoppedShims(caller: Ids.B).G(5).Wait().Resource.HoldEdges);
        Assert.Equal((21, Certainty.Inferred), (holder.Holder.Pid, holder.Certainty));
        Assert.InRange(holder.Confidence, 0.9, 0.97);
    }

    [Fact]
    public void CallOfAnUnknownContainer_LeavesBothShims()
    {
        Resource call = TwoStoppedShims(caller: null).G(5).Wait().Resource;
        Assert.Equal([20, 21], call.HoldEdges.Select(h => h.Holder.Pid).Order());
        Assert.All(call.HoldEdges, h => Assert.InRange(h.Confidence, 0.3, 0.5));
    }

    [Fact]
    public void ContainerWithoutAShimAmongThem_LeavesBothShims() =>
        Assert.Equal(2, TwoStoppedShims(caller: new string('c', 64)).G(5).Wait().Resource.HoldEdges.Count);

    // The caller's container is what the client rule, or the dump's own process, has told before.
    private static WaitGraphBuilder TwoStoppedShims(string? caller) => new SnapshotBuilder().Dump("containerd", Kill, containerId: caller)
        .Process(20, 1, Ids.Shim(Ids.A), 'T').Process(21, 1, Ids.Shim(Ids.B), 'T').Graph();
}
