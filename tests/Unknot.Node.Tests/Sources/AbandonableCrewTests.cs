using System.Collections.Concurrent;
using Unknot.Node.Sources;

namespace Unknot.Node.Tests.Sources;

public sealed class AbandonableCrewTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void ItemThatHangs_CostsItsThreadAloneAndIsNamed()
    {
        using ManualResetEventSlim never = new();
        ConcurrentBag<int> done = [];
        List<(int Item, string? At)> abandoned = [];
        new AbandonableCrew<int>(2, s_short).Run(
            Enumerable.Range(0, 50),
            (item, work) =>
            {
                work.Step($"item {item}");
                if (item == 7) never.Wait();
                work.Publish(() => done.Add(item));
            },
            (item, at) => abandoned.Add((item, at)),
            (_, _) => { },
            CancellationToken.None);
        Assert.Equal([(7, "item 7")], abandoned);
        Assert.Equal(Enumerable.Range(0, 50).Except([7]), done.Order());
        never.Set();
    }

    [Fact]
    public void ItemThatThrows_CostsItselfAloneAndSaysWhy()
    {
        ConcurrentBag<int> done = [];
        List<(int Item, string Error)> failed = [];
        new AbandonableCrew<int>(2, TimeSpan.FromMinutes(1)).Run(
            Enumerable.Range(0, 20),
            (item, work) =>
            {
                work.Step($"item {item}");
                if (item == 7) throw new InvalidDataException("odd");
                work.Publish(() => done.Add(item));
            },
            (_, _) => { },
            (item, error) => failed.Add((item, error)),
            CancellationToken.None);
        Assert.Equal([(7, "item 7: InvalidDataException: odd")], failed);
        Assert.Equal(Enumerable.Range(0, 20).Except([7]), done.Order());
    }

    [Fact]
    public void ItemThatReturnsAfterItWasAbandoned_PublishesNothing()
    {
        using ManualResetEventSlim late = new(), ended = new();
        bool published = false;
        new AbandonableCrew<int>(1, s_short).Run(
            [1],
            (_, work) =>
            {
                late.Wait();
                work.Publish(() => published = true);
                ended.Set();
            },
            (_, _) => { },
            (_, _) => { },
            CancellationToken.None);
        late.Set();
        ended.Wait();
        Assert.False(published);
    }

    [Fact]
    public void TooManyThatHang_EndTheWorkAndTheRestIsTold()
    {
        using ManualResetEventSlim never = new();
        List<int> abandoned = [];
        new AbandonableCrew<int>(2, s_short, maxAbandoned: 3).Run(Enumerable.Range(0, 20), (_, _) => never.Wait(), (item, _) => abandoned.Add(item), (_, _) => { }, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 20), abandoned.Order());
        never.Set();
    }

    [Fact]
    public void Cancellation_LeavesWhatIsAtWorkAndTellsTheRest()
    {
        using ManualResetEventSlim never = new();
        using CancellationTokenSource cancellation = new();
        List<int> abandoned = [];
        Assert.Throws<OperationCanceledException>(() => new AbandonableCrew<int>(1, TimeSpan.FromMinutes(1)).Run(
            [1, 2],
            (_, _) =>
            {
                cancellation.Cancel();
                never.Wait();
            },
            (item, _) => abandoned.Add(item),
            (_, _) => { },
            cancellation.Token));
        Assert.Equal([1, 2], abandoned.Order());
        never.Set();
    }
}
