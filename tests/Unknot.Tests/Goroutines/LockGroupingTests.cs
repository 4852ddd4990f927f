using Unknot.Goroutines;

namespace Unknot.Tests.Goroutines;

public sealed class LockGroupingTests
{
    [Fact]
    public void MutexWaiters_AreGroupedByTheLocksAddress()
    {
        LockGroup awaited = Assert.Single(Dumps.Report(Dumps.Wedged).Locks);
        Assert.Equal(("Mutex", 0xc001112900ul, "locked", 12), (awaited.Kind, awaited.Address, awaited.State, awaited.MaxMinutes));
        Assert.Equal([364, 366], awaited.Waiters);
    }

    [Fact]
    public void ReaderAndWriterOfOneAddress_AreOneRWMutex()
    {
        const string Dump = """
            goroutine 5 [sync.RWMutex.RLock, 2 minutes]:
            sync.runtime_SemacquireRWMutexR(0xc00001000c?, 0x0?, 0x0?)
            	/go/src/runtime/sema.go:100 +0x25
            sync.(*RWMutex).RLock(0xc000010000)
            	/go/src/sync/rwmutex.go:72 +0x85
            main.read(0xc000010000)
            	/src/main.go:10 +0x20

            goroutine 6 [sync.RWMutex.Lock, 2 minutes]:
            sync.runtime_SemacquireRWMutex(0xc000010008?, 0x0?, 0x0?)
            	/go/src/runtime/sema.go:105 +0x25
            sync.(*RWMutex).Lock(0xc000010000)
            	/go/src/sync/rwmutex.go:150 +0x71
            main.write(0xc000010000)
            	/src/main.go:20 +0x20

            """;
        LockGroup awaited = Assert.Single(Dumps.Report(Dump).Locks);
        Assert.Equal(("RWMutex", "writer holds or waits"), (awaited.Kind, awaited.State));
        Assert.Equal([5, 6], awaited.Waiters);
    }

    [Fact]
    public void GoroutinesInNoLock_GiveNone() => Assert.Empty(Dumps.Report(Dumps.Wedged, new GoroutineFilter { State = "chan receive" }).Locks);
}
