using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class PointerHolderRuleTests
{
    private const string Waiter = """
        5 semacquire, 3 minutes
        lock 0xc000110
        main.(*store).Get(0xc000100, 0x2)

        """;

    private static WaitGraphBuilder Graph(string others) => new SnapshotBuilder().Dump("application", Waiter + others).Graph();

    [Fact]
    public void SameReceiver_OnSameType_Holds()
    {
        HoldEdge holder = Graph("""
            6 chan receive, 3 minutes
            main.(*store).flush(0xc000100)
            """).Lock(0xc000110).Holder();
        Assert.Equal((6, "pointer", Certainty.Inferred), (holder.Holder.Goroutine, holder.Rule, holder.Certainty));
        Assert.InRange(holder.Confidence, 0.65, 0.89);
    }

    [Fact]
    public void LocksAddress_AsArgument_Holds() => Assert.Equal(6, Graph("""
        6 select
        main.copy(0x1, 0xc000110)
        """).Lock(0xc000110).Holder().Holder.Goroutine);

    [Fact]
    public void OtherObject_OfTheType_DoesNotHold() => Assert.DoesNotContain(Graph("""
        6 select
        main.(*other).run(0xc000900)
        """).Lock(0xc000110).HoldEdges, h => h.Holder.Goroutine == 6);

    [Fact]
    public void UnreliableWord_IsWorthLess()
    {
        double sure = Graph("6 chan receive\nmain.(*store).flush(0xc000100)").Lock(0xc000110).Holder().Confidence;
        double unsure = Graph("6 chan receive\nmain.(*store).flush(0xc000100?)").Lock(0xc000110).Holder().Confidence;
        Assert.True(unsure < sure, $"{unsure} < {sure}");
    }

    [Fact]
    public void AnotherLocksWaiter_AtTheSameCall_DoesNotHold()
    {
        WaitGraphBuilder graph = Graph("""
            6 semacquire, 3 minutes
            lock 0xc000210
            main.(*store).Get(0xc000200, 0x2)
            7 chan receive, 3 minutes
            main.(*store).flush(0xc000100)
            """);
        Assert.Equal([7], graph.Lock(0xc000110).Holding());
        Assert.DoesNotContain(graph.Lock(0xc000210).HoldEdges, h => h.Holder.Goroutine == 5);
    }

    [Fact]
    public void TwoOnTheObject_ShareTheConfidence()
    {
        Resource mutex = Graph("""
            6 chan receive
            main.(*store).flush(0xc000100)
            7 chan receive
            main.(*store).compact(0xc000100)
            """).Lock(0xc000110);
        Assert.Equal([6, 7], mutex.Holding());
        Assert.All(mutex.HoldEdges, h => Assert.True(h.Confidence < 0.8));
        Assert.NotNull(mutex.Note);
    }

    [Fact]
    public void Holder_WaitingForAnotherLock_LeadsOn()
    {
        WaitGraphBuilder graph = Graph("""
            6 semacquire, 3 minutes
            lock 0xc000310
            main.(*index).Put(0xc000300)
            main.(*store).flush(0xc000100)
            7 IO wait, 3 minutes
            main.(*index).load(0xc000300)
            """);
        Assert.Equal(6, graph.Lock(0xc000110).Holder().Holder.Goroutine);
        Assert.Equal(7, graph.Lock(0xc000310).Holder().Holder.Goroutine);
    }

    // A writer in Lock itself, past the other writers: readers hold the lock. Some other goroutines make it a dump of some size.
    private static string WriterWaitsForReaders(string closer, string mutexFrames) => $"""
        5 semacquire, 9 minutes
        sync.runtime_Semacquire(0xc000118)
        {mutexFrames}
        sync.(*RWMutex).Lock(0xc000110)
        main.(*client).retry(0xc000100)
        6 chan receive, 9 minutes
        main.(*client).{closer}(0xc000100)
        {string.Join('\n', Enumerable.Range(20, 20).Select(i => $"{i} select\nmain.loop{i}(0x1)"))}
        """;

    [Theory]
    [InlineData("Close", "", null)]
    [InlineData("Get", "", 6L)]
    [InlineData("Close", "sync.(*Mutex).Lock(0xc000110)", 6L)]
    public void WriterWaitsForReaders_ClosingMethodIsUnlikelierThanALeak(string method, string mutexFrames, long? holder)
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("application", WriterWaitsForReaders(method, mutexFrames)).Graph();
        HoldEdge likeliest = graph.Lock(0xc000110).Holder();
        Assert.Equal((holder, holder is null ? "LockLeaked" : null), (likeliest.Holder.Goroutine, likeliest.Holder.RootReason));
    }

    [Fact]
    public void LeakedReadLock_TheClosingMethodStaysTheRunnerUp() =>
        Assert.Equal([null, 6L], new SnapshotBuilder().Dump("application", WriterWaitsForReaders("Close", "")).Graph().Lock(0xc000110).Holding());
}
