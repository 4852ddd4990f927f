using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class SelfDeadlockRuleTests
{
    private const string Main = "1 chan receive\nmain.main()\n";

    private static SnapshotBuilder Snapshot(string notation) => new SnapshotBuilder().Dump("application", Main + notation);

    [Fact]
    public void CalledBack_IntoTheSameObject_WaitsForItself()
    {
        WaitGraphBuilder graph = Snapshot("""
            5 semacquire, 2 minutes
            lock 0xc000110
            main.(*store).Get(0xc000100, 0x2)
            main.onChange(0x1)
            main.(*store).Put(0xc000100, 0x2)
            """).Graph();
        Assert.Equal((5, "self-deadlock"), (graph.Lock(0xc000110).Holder().Holder.Goroutine, graph.Lock(0xc000110).Holder().Rule));
        Assert.Equal("SelfDeadlock", graph.G(5).RootReason);
    }

    [Fact]
    public void CalledBack_IntoAnotherObject_DoesNot() => Assert.NotEqual("SelfDeadlock", Snapshot("""
        5 semacquire, 2 minutes
        lock 0xc000210
        main.(*store).Get(0xc000200, 0x2)
        main.onChange(0x1)
        main.(*store).Put(0xc000100, 0x2)
        """).Graph().G(5).RootReason);

    [Fact]
    public void TwoMethodsAboveEachOther_WithAnotherHolder_AreOrdinary()
    {
        WaitGraphBuilder graph = Snapshot("""
            5 semacquire, 2 minutes
            lock 0xc000110
            main.(*store).lookup(0xc000100, 0x2)
            main.(*store).Get(0xc000100, 0x2)
            6 chan send, 2 minutes
            main.(*store).Put(0xc000100, 0x2)
            """).Graph();
        Assert.Equal(6, graph.Lock(0xc000110).Holder().Holder.Goroutine);
        Assert.Null(graph.G(5).RootReason);
    }

    [Fact]
    public void TwoMethodsAboveEachOther_NobodyElseLeft_WaitForThemselves() => Assert.Equal("SelfDeadlock", Snapshot("""
        5 semacquire, 2 minutes
        lock 0xc000110
        main.(*store).lookup(0xc000100, 0x2)
        main.(*store).Get(0xc000100, 0x2)
        """).Graph().G(5).RootReason);

    [Fact]
    public void ManyOnTheSameWay_NobodyElse_IsNoSelfDeadlock()
    {
        WaitGraphBuilder graph = Snapshot(string.Concat(Enumerable.Range(5, 3).Select(i => $"""
            {i} semacquire, 2 minutes
            lock 0xc000110
            main.(*store).lookup(0xc000100, 0x2)
            main.(*store).Get(0xc000100, 0x2)

            """))).Graph();
        Assert.DoesNotContain(graph.Waiters, w => w.RootReason == "SelfDeadlock");
    }

    [Fact]
    public void ReadLock_ReenteredBehindAWriter_IsNamed()
    {
        Report report = Snapshot("""
            5 semacquire, 2 minutes
            sync.runtime_SemacquireRWMutexR(0x1?, 0x0?, 0x0?)
            sync.(*RWMutex).RLock(...)
            main.(*store).Get(0xc000100, 0x2)
            main.visit(0x1)
            main.(*store).Each(0xc000100, 0x2)
            6 semacquire, 2 minutes
            sync.runtime_SemacquireRWMutex(0x1?, 0x0?, 0x0?)
            sync.(*RWMutex).Lock(0xc000118)
            main.(*store).Put(0xc000100, 0x2)
            """).Report();
        Assert.Equal(("ReadLockReentered", 5), (report.RootBlockers[0].Reason, report.RootBlockers[0].Goroutine));
    }

    [Fact]
    public void Once_EnteredFromItsOwnFunction_WaitsForItself() => Assert.Equal("SelfDeadlock", Snapshot("""
        5 semacquire
        lock 0xc000104
        sync.(*Once).doSlow(0xc000100, 0xc0002)
        sync.(*Once).Do(...)
        main.load(0x1)
        main.get.func1()
        sync.(*Once).doSlow(0xc000100, 0xc0003)
        sync.(*Once).Do(...)
        main.get(0x1)
        """).Graph().G(5).RootReason);

    [Fact]
    public void Once_InsideAnotherOnce_IsNoSelfDeadlock()
    {
        WaitGraphBuilder graph = Snapshot("""
            5 semacquire
            lock 0xc000204
            sync.(*Once).doSlow(0xc000200, 0xc0002)
            sync.(*Once).Do(...)
            main.load(0x1)
            main.get.func1()
            sync.(*Once).doSlow(0xc000100, 0xc0003)
            sync.(*Once).Do(...)
            main.get(0x1)
            """).Graph();
        Assert.Null(graph.G(5).RootReason);
    }

    [Fact]
    public void TwoOncesOfOneObject_SomebodyInTheOther_IsNoSelfDeadlock()
    {
        WaitGraphBuilder graph = Snapshot("""
            5 semacquire
            lock 0xc000124
            sync.(*Once).doSlow(0x1?, 0x2?)
            sync.(*Once).Do(...)
            main.(*config).load(0xc000100)
            main.(*config).get.func1()
            sync.(*Once).doSlow(0x0?, 0x0?)
            sync.(*Once).Do(...)
            main.(*config).get(0xc000100)
            6 IO wait
            main.(*config).load.func1()
            sync.(*Once).doSlow(0x0?, 0x0?)
            sync.(*Once).Do(...)
            main.(*config).load(0xc000100)
            """).Graph();
        Assert.Null(graph.G(5).RootReason);
        Assert.Equal(6, graph.Of(ResourceKind.Once).Holder().Holder.Goroutine);
    }
}
