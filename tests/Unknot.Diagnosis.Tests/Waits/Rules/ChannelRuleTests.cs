using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class ChannelRuleTests
{
    private static WaitGraphBuilder Graph(string notation) => new SnapshotBuilder().Dump("application", notation).Graph();

    [Fact]
    public void SendForMinutes_NobodyReceives_IsStuck()
    {
        Waiter sender = Graph("""
            5 chan send, 4 minutes
            main.publish(0xc000100)
            """).G(5);
        Assert.Equal((ResourceKind.Channel, "ChannelWithoutPartner"), (sender.Wait().Resource.Kind, sender.RootReason));
        Assert.InRange(sender.StuckConfidence, 0.6, 0.79);
    }

    [Theory]
    [InlineData("chan send")]
    [InlineData("chan receive, 90 minutes")]
    [InlineData("select, 90 minutes")]
    [InlineData("IO wait, 90 minutes")]
    public void ParkedOrAMoment_IsNoWaiter(string state) => Assert.Empty(Graph($"5 {state}\nmain.loop(0xc000100)").Waiters);

    [Fact]
    public void Holder_InAReceive_IsSaidToWaitForAChannel()
    {
        WaitGraphBuilder graph = Graph("""
            5 semacquire, 3 minutes
            lock 0xc000110
            main.(*store).Get(0xc000100, 0x2)
            6 chan receive, 3 minutes
            main.(*store).flush(0xc000100)
            7 IO wait
            main.accept(0x1)
            """);
        Assert.Equal(ResourceKind.Channel, graph.G(6).Wait().Resource.Kind);
        Assert.Null(graph.G(6).RootReason);
    }

    [Fact]
    public void WaitGroup_UnderALock_WaitsForTheWorkersThatNeedTheLock()
    {
        WaitGraphBuilder graph = Graph("""
            6 semacquire, 3 minutes
            sync.runtime_Semacquire(0xc000208)
            sync.(*WaitGroup).Wait(0xc000200)
            main.(*store).Close(0xc000100)
            5 semacquire, 3 minutes
            lock 0xc000110
            main.(*store).work(0xc000100, 0x2)
            created by main.(*store).Close
            """);
        Assert.Equal(6, graph.Lock(0xc000110).Holder().Holder.Goroutine);
        Assert.Equal((ResourceKind.WaitGroup, 5), (graph.G(6).Wait().Resource.Kind, graph.G(6).Wait().Resource.Holder().Holder.Goroutine));
    }

    [Fact]
    public void Test_WaitingForACondition_IsAnEntryAndStuck()
    {
        Waiter test = Graph("""
            5 sync.Cond.Wait
            sync.runtime_notifyListWait(0xc000108, 0x5)
            sync.(*Cond).Wait(0xc000100)
            main.TestQueue(0xc0001)
            testing.tRunner(0xc0001, 0x1)
            """).G(5);
        Assert.Equal((true, "ConditionNeverSignalled"), (test.IsEntry, test.RootReason));
    }
}
