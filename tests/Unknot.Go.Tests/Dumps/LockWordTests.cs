using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Dumps;

public sealed class LockWordTests
{
    private const string Bottom = "main.main()\n\t/src/main.go:5 +0x2a\n";

    [Theory]
    [InlineData("sync.runtime_SemacquireMutex(0xc0004 ?, 0x0, 0x1)|sync.(*Mutex).lockSlow(0xc000a0)|sync.(*Mutex).Lock(...)|app.(*T).Inspect(0xc000b0, 0x1)", 0xc000a0, 0xc000b0)]
    [InlineData("sync.runtime_SemacquireMutex(0xc000a4, 0x0, 0x1)|sync.(*Mutex).lockSlow(0xc000a0)|sync.(*Mutex).Lock(...)|sync.(*RWMutex).Lock(0xc000a0)|app.F(0xc000b0)", 0xc000a0, 0xc000b0)]
    [InlineData("sync.runtime_Semacquire(0xc000a8)|sync.(*WaitGroup).Wait(0xc000a0)|app.F(0xc000b0?)", 0xc000a0, 0)]
    [InlineData("sync.runtime_SemacquireRWMutexR(0x2e?, 0x60?, 0x25?)|sync.(*RWMutex).RLock(...)|app.(*S).get(0xc000b0, 0x2)", 0, 0xc000b0)]
    [InlineData("internal/sync.runtime_SemacquireMutex(0xc000a4?, 0x1?, 0x2?)|internal/sync.(*Mutex).lockSlow(0xc000a0)|internal/sync.(*Mutex).Lock(...)|sync.(*Mutex).Lock(...)|app.F({0xc000b0, 0x3})", 0xc000a0, 0xc000b0)]
    [InlineData("runtime.gopark(0x1, 0x2, 0x3, 0x4)|runtime.goparkunlock(...)|runtime.semacquire1(0xc000a4, 0x0, 0x3, 0x0)|sync.runtime_Semacquire(0xc000a4)|sync.(*Mutex).Lock(0xc000a0)|app.F(0xc000b0)", 0xc000a0, 0xc000b0)]
    [InlineData("sync.runtime_notifyListWait(0xc000a8, 0x5)|sync.(*Cond).Wait(0xc000a0)|app.F()", 0xc000a0, 0)]
    [InlineData("sync.(*Mutex).Lock(0xc000a0)|app.F(...)|app.G(0xc000b0)", 0xc000a0, 0)]
    [InlineData("app.F(0xc000b0)|sync.(*Once).Do(0xc000a0, 0x1)|app.G(0xc000c0)", 0, 0)]
    [InlineData("golang.org/x/sync/semaphore.(*Weighted).Acquire(0xc000a0)|app.F(0xc000b0)", 0, 0)]
    [InlineData("sync/atomic.AddInt64(0xc000a0)|app.F(0xc000b0)", 0, 0)]
    [InlineData("runtime.gopark(0xc000a0)|runtime.chanrecv(0xc000b0)|app.F(0xc000c0)", 0, 0)]
    [InlineData("sync.(*Mutex).Lock(0xc000a0)", 0xc000a0, 0)]
    public void LockAndCallerWord_OfFrames_AreTheOutermostReliable(string frames, ulong lockWord, ulong callerWord)
    {
        // A runtime does not print "0xc0004 ?": the blank only keeps the table readable.
        string stack = string.Concat(frames.Replace(" ?", "?").Split('|').Select((frame, i) => $"{frame}\n\t/src/x.go:{i + 10} +0x1f\n"));
        string one = $"[semacquire]:\n{stack}{(frames.Contains("app.", StringComparison.Ordinal) ? Bottom : "created by app.G\n\t/src/x.go:1 +0x1\n")}\n";
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse($"goroutine 1 {one}goroutine 2 {one}goroutine 3 {one}");
        Assert.Empty(problems);
        // The first is read with care, the others by comparison with it: all must agree.
        Assert.All(dump.Goroutines, g => Assert.Equal((lockWord, callerWord), (g.LockWord, g.CallerWord)));
    }

    [Fact]
    public void LockWord_SameStackOtherLock_IsTheGoroutinesOwn()
    {
        (GoroutineDump dump, _) = DumpText.Parse(string.Concat(Enumerable.Range(1, 20).Select(i =>
            $"goroutine {i} [semacquire]:\nsync.(*Mutex).lockSlow(0xc000{i:x4})\n\t/src/m.go:1 +0x1\nmain.f(0x{i:x}00)\n\t/src/x.go:12 +0x1f\n\n")));
        Assert.Single(dump.Stacks);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (0xc0000000UL + (ulong)i, (ulong)i << 8)), dump.Goroutines.Select(g => (g.LockWord, g.CallerWord)));
    }
}
