using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class EliminationRuleTests
{
    private const string Main = """
        1 chan receive
        main.main()

        """;

    private const string Waiter = """
        5 semacquire, 3 minutes
        lock 0xc000110
        main.(*store).Get(...)
        main.serve(0x1)

        """;

    private static Resource Lock(string notation) => new SnapshotBuilder().Dump("application", notation).Graph().Lock(0xc000110);

    [Fact]
    public void OnlyOneInsideTheType_Holds()
    {
        HoldEdge holder = Lock(Main + Waiter + """
            6 select, 3 minutes
            main.(*store).flush(...)
            main.loop(0x1)
            """).Holder();
        Assert.Equal((6, "elimination", Certainty.Inferred), (holder.Holder.Goroutine, holder.Rule, holder.Certainty));
        Assert.InRange(holder.Confidence, 0.5, 0.79);
    }

    [Fact]
    public void BusyOne_BeforeIdleOnes()
    {
        Assert.Equal([7], Lock(Main + Waiter + """
            6 select
            main.(*store).loop(...)
            7 chan send, 3 minutes
            main.(*store).publish(...)
            """).Holding());
    }

    [Fact]
    public void TooManyInside_NoneIsNamed()
    {
        Resource mutex = Lock(Main + Waiter + string.Concat(Enumerable.Range(10, 5).Select(i => $"{i} select\nmain.(*store).loop{i}(...)\n")));
        Assert.Empty(mutex.HoldEdges);
        Assert.Contains("cannot say", mutex.Note);
    }

    [Fact]
    public void NobodyInside_CompleteDump_IsLeaked()
    {
        HoldEdge nobody = Lock(Main + Waiter + "6 select\nmain.other(0x1)").Holder();
        Assert.Equal(("lock-leaked", "LockLeaked", WaiterKind.External), (nobody.Rule, nobody.Holder.RootReason, nobody.Holder.Kind));
        Assert.True(nobody.Confidence < 0.8);
    }

    [Fact]
    public void NobodyInside_PartOfADump_IsNotCalledLeaked()
    {
        Resource mutex = Lock(Waiter + "6 select\nmain.other(0x1)");
        Assert.Empty(mutex.HoldEdges);
        Assert.Contains("not in the evidence", mutex.Note);
    }

    [Fact]
    public void NobodyInside_TruncatedDump_IsNotCalledLeaked()
    {
        string text = DumpNotation.Expand(Main + Waiter + "6 select\nmain.other(0x1)");
        Resource mutex = new SnapshotBuilder().RawDump("application", text[..^30]).Graph().Lock(0xc000110);
        Assert.DoesNotContain(mutex.HoldEdges, h => h.Rule == "lock-leaked");
    }

    [Fact]
    public void WeightedSemaphore_HasNoSingleHolder()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("application", Main + """
            5 select, 3 minutes
            golang.org/x/sync/semaphore.(*Weighted).Acquire(0xc000110, {0x1, 0x2}, 0x1)
            main.pull(0x1)
            """).Graph();
        Resource limit = graph.Of(ResourceKind.Semaphore);
        Assert.DoesNotContain(limit.HoldEdges, h => h.Rule == "lock-leaked");
    }
}
