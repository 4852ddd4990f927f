using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class LockWaitRuleTests
{
    private static WaitGraphBuilder Graph(string notation, string component = "application") => new SnapshotBuilder().Dump(component, notation).Graph();

    [Fact]
    public void Mutex_SameAddress_IsOneLock()
    {
        WaitGraphBuilder graph = Graph("""
            5 semacquire
            lock 0xc000100
            main.(*T).Get(0xc0000f0)
            6 sync.Mutex.Lock
            lock 0xc000100
            main.(*T).Put(0xc0000f0)
            7 semacquire
            lock 0xc000200
            main.(*T).Get(0xc0001f0)
            """);
        Assert.Equal([5, 6], graph.Lock(0xc000100).Waiting());
        Assert.Equal([7], graph.Lock(0xc000200).Waiting());
        Assert.Equal((ResourceKind.Mutex, Certainty.Exact, "lock-wait"), (graph.Lock(0xc000100).Kind, graph.G(5).Wait().Certainty, graph.G(5).Wait().Rule));
    }

    [Fact]
    public void Mutex_OneStackManyGoroutines_IsOneWaiterWithCount()
    {
        WaitGraphBuilder graph = Graph("""
            5 semacquire
            lock 0xc000100
            main.(*T).Get(0xc0000f0)
            6 semacquire, 9 minutes
            lock 0xc000100
            main.(*T).Get(0xc0000f0)
            """);
        Waiter waiter = Assert.Single(graph.Lock(0xc000100).WaitEdges).Waiter;
        Assert.Equal((2, TimeSpan.FromMinutes(9)), (waiter.Count, waiter.WaitingAtLeast));
    }

    [Fact]
    public void RwMutex_ReaderShowsOnlyItsObject_JoinsTheWriterOfTheObject()
    {
        WaitGraphBuilder graph = Graph("""
            5 semacquire
            sync.runtime_SemacquireRWMutexR(0x2e?, 0x60?, 0x25?)
            sync.(*RWMutex).RLock(...)
            main.(*S).Get(0xc000100, 0x2)
            6 semacquire
            sync.runtime_SemacquireRWMutex(0x2e?, 0x60?, 0x25?)
            sync.(*RWMutex).Lock(0xc000118)
            main.(*S).Put(0xc000100, 0x2)
            """);
        Resource rw = graph.Of(ResourceKind.RwMutex);
        Assert.Equal([5, 6], rw.Waiting());
        Assert.Equal(0xc000118UL, rw.Address);
    }

    [Fact]
    public void Semaphore_BehindTheMutex_IsThatMutex()
    {
        WaitGraphBuilder graph = Graph("""
            5 semacquire
            sync.runtime_SemacquireMutex(0xc000104, 0x0, 0x1)
            sync.(*Mutex).Lock(...)
            main.f(0x1)
            6 semacquire
            lock 0xc000100
            main.f(0x1)
            """);
        Assert.Equal([5, 6], graph.Lock(0xc000100).Waiting());
    }

    [Fact]
    public void NoWords_SameLockingFunction_IsOneLock()
    {
        WaitGraphBuilder graph = Graph("""
            5 semacquire
            sync.runtime_SemacquireMutex(0x1?, 0x0?, 0x1?)
            sync.(*Mutex).lockSlow(...)
            main.f(...)
            6 semacquire
            sync.runtime_SemacquireMutex(0x4?, 0x0?, 0x1?)
            sync.(*Mutex).lockSlow(...)
            main.f(...)
            """);
        Resource mutex = graph.Of(ResourceKind.Mutex);
        Assert.Equal([5, 6], mutex.Waiting());
        Assert.Null(mutex.Address);
    }

    [Fact]
    public void Once_InDo_IsAOnce()
    {
        WaitGraphBuilder graph = Graph("""
            5 semacquire
            lock 0xc000104
            sync.(*Once).doSlow(0xc000100, 0xc0002)
            sync.(*Once).Do(...)
            main.(*T).init(0xc0000f0)
            """);
        Assert.Equal(ResourceKind.Once, Assert.Single(graph.Resources).Kind);
    }

    [Fact]
    public void KnownLock_OfDockerd_IsCalledByItsName()
    {
        WaitGraphBuilder graph = Graph("""
            5 semacquire, 12 minutes
            lock 0xc000100
            github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc000001, 0xc0002, 0x40, 0x0)
            """, "dockerd");
        Assert.Equal("container lock 0xc000100", graph.Lock(0xc000100).Label);
    }

    [Theory]
    [InlineData("semacquire\nsync.runtime_Semacquire(0xc000108)\nsync.(*WaitGroup).Wait(0xc000100)\nmain.f(0x1)")]
    [InlineData("sync.Cond.Wait\nsync.runtime_notifyListWait(0xc000108, 0x5)\nsync.(*Cond).Wait(0xc000100)\nmain.f(0x1)")]
    [InlineData("IO wait\ninternal/poll.runtime_pollWait(0x7f, 0x72)\nnet.(*netFD).accept(0xc000100)\nnet/http.(*Server).Serve(0xc0001)")]
    [InlineData("select\nmain.worker(0xc000100)")]
    [InlineData("chan receive, 90 minutes\nmain.pool(0xc000100)")]
    [InlineData("sleep\ntime.Sleep(0x3b9aca00)\nmain.ticker(0xc000100)")]
    [InlineData("select\ngithub.com/containerd/fifo.openFifo.func2(0xc000100)")]
    [InlineData("syscall\nos/signal.signal_recv()\nos/signal.loop()")]
    public void Parked_InHealthyPrograms_IsNoWaiter(string goroutine) => Assert.Empty(Graph("4 " + goroutine).Waiters);

    [Fact]
    public void LongWait_OnADocumentedIdleCall_IsNoWaiter() => Assert.Empty(Graph("""
        5 semacquire, 700 minutes
        lock 0xc000100
        github.com/docker/docker/daemon.(*Daemon).ContainerWait(0xc000001)
        """, "dockerd").Resources);
}
