using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class RateLimitRuleTests
{
    private const string Limited = """
        5 select
        golang.org/x/time/rate.(*Limiter).WaitN(0xc0001)
        k8s.io/client-go/rest.(*Request).tryThrottle(0xc0002)
        """;

    [Fact]
    public void Throttled_IsATimerAndNoKnot()
    {
        SnapshotBuilder node = new SnapshotBuilder().Dump("kubelet", Limited + "\n1 select\nmain.main()").Process(17, 1, "/usr/bin/kubelet");
        Assert.Equal((ResourceKind.Timer, "rate-limit"), (node.Graph().G(5).Wait().Resource.Kind, node.Graph().G(5).Wait().Rule));
        Assert.Equal(Verdict.Clear, node.Report().Verdict);
    }

    [Fact]
    public void Sleep_IsNoWaiter() => Assert.Empty(new SnapshotBuilder().Dump("kubelet", "5 sleep\ntime.Sleep(0x1)\nk8s.io/apimachinery/pkg/util/wait.Forever(0x1)").Graph().Waiters);
}
