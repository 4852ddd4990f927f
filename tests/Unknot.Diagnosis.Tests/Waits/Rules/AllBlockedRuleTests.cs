using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class AllBlockedRuleTests
{
    private const string Knot = """
        5 semacquire
        lock 0xc000110
        main.(*store).Get(0xc000100, 0x2)
        6 chan receive
        main.(*store).flush(0xc000100)

        """;

    private static Waiter Holder(string others) => new SnapshotBuilder().Dump("application", Knot + others).Graph().G(6);

    [Fact]
    public void EverybodyWaits_HolderInAChannel_IsStuck() => Assert.Equal("LockHeldDuringWait", Holder("1 chan receive\nmain.main()").RootReason);

    [Theory]
    [InlineData("1 running\nmain.main()")]
    [InlineData("1 IO wait\nmain.main()")]
    [InlineData("1 sleep\nmain.main()")]
    [InlineData("1 select\nmain.main()")]
    public void SomebodyMayStillAnswer_NothingIsSaid(string other) => Assert.Null(Holder(other).RootReason);
}
