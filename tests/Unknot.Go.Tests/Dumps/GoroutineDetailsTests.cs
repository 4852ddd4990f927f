using System.Text;
using Unknot.Go.Dumps;
using Unknot.Go.Dumps.Canonical;

namespace Unknot.Go.Tests.Dumps;

public sealed class GoroutineDetailsTests
{
    [Theory]
    [InlineData("...additional frames elided...", -1)]
    [InlineData("...37 frames elided...", 37)]
    public void FramesElided_IsTold(string mark, int expected)
    {
        Goroutine goroutine = DumpText.One($"goroutine 1 [running]:\nmain.f(0x1)\n\t/src/x.go:1 +0x1\n{mark}\nmain.main()\n\t/src/x.go:2 +0x2\n");
        Assert.Equal(["main.f", "main.main"], goroutine.Stack.Frames.Select(f => f.Function));
        Assert.Equal(expected, goroutine.ReadDetails().FramesElided);
    }

    [Fact]
    public void Ancestors_AreRead_AndNoPartOfTheStack()
    {
        Goroutine goroutine = DumpText.One("""
            goroutine 9 [chan receive]:
            main.bar(0x140000a4060, 0x0)
            	/src/a.go:57 +0x11c
            created by main.d1
            	/src/a.go:69 +0x34
            [originating from goroutine 4]:
            main.d1(...)
            	/src/a.go:70 +0x34
            main.foo(...)
            	/src/a.go:52 +0xec
            created by main.main
            	/src/a.go:19 +0x58
            [originating from goroutine 1]:
            main.main(...)
            	/src/a.go:20 +0x58

            """);
        GoroutineDetails details = goroutine.ReadDetails();
        Assert.Equal("main.bar", Assert.Single(goroutine.Stack.Frames).Function);
        Assert.Equal("main.d1", details.CreatedBy?.Function);
        Assert.Equal([4, 1], details.Ancestors.Select(a => a.Id));
        Assert.Equal(["main.d1", "main.foo"], details.Ancestors[0].Frames.Select(f => f.Function));
        Assert.Equal(("/src/a.go", 52), (details.Ancestors[0].Frames[1].File, details.Ancestors[0].Frames[1].Line));
        Assert.Equal("main.main", Assert.Single(details.Ancestors[1].Frames).Function);
    }

    [Fact]
    public void StackUnavailable_IsTold()
    {
        Goroutine goroutine = DumpText.One("goroutine 3 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.main\n\t/src/main.go:3 +0x1b\n");
        Assert.Empty(goroutine.Stack.Frames);
        Assert.Equal("main.main", goroutine.Stack.CreatedBy?.Function);
        Assert.True(goroutine.ReadDetails().StackUnavailable);
    }

    [Fact]
    public void Registers_BelongToTheGoroutineThatGotTheSignal()
    {
        const string text = """
            SIGQUIT: quit
            PC=0x46d6f1 m=0 sigcode=0

            goroutine 0 [idle]:
            runtime.futex(0x1, 0x2)
            	/go/src/runtime/sys.s:1 +0x1

            goroutine 1 [chan receive]:
            main.main()
            	/src/main.go:5 +0x2a

            rax    0xca
            rbx    0xffffffffffffffff
            eflags 0x286
            exit status 2

            """;
        (GoroutineDump dump, List<ParseProblem> problems) = DumpText.Parse(text);
        Assert.Empty(problems);
        Assert.Equal(new Dictionary<string, ulong> { ["rax"] = 0xca, ["rbx"] = ulong.MaxValue, ["eflags"] = 0x286 }, dump[0].ReadDetails().Registers);
        Assert.Empty(dump[1].ReadDetails().Registers);
    }

    [Fact]
    public void SourceGone_FramesComeWithoutWords()
    {
        byte[] text = Encoding.UTF8.GetBytes("goroutine 7 [semacquire]:\nsync.(*Mutex).lockSlow(0xc000a0)\n\t/src/m.go:1 +0x1\nmain.f(0x7)\n\t/src/x.go:12 +0x1f\ncreated by main.main in goroutine 1\n\t/src/x.go:3 +0x1\n");
        (GoroutineDump dump, _) = DumpText.Parse(text);
        Array.Clear(text);
        GoroutineDetails details = dump[0].ReadDetails();
        Assert.Equal(["sync.(*Mutex).lockSlow", "main.f"], details.Frames.Select(f => f.Symbol.Function));
        Assert.All(details.Frames, f => Assert.Empty(f.Arguments));
        Assert.Equal("main.main", details.CreatedBy?.Function);
        Assert.Equal(0xc000a0UL, dump[0].LockWord);
    }

    [Fact]
    public void Frames_AreTheStacksOwnSymbols()
    {
        Goroutine goroutine = DumpText.One("goroutine 1 [running]:\nmain.f(0x1)\n\t/src/x.go:1 +0x1\nmain.main()\n\t/src/x.go:2 +0x2\n");
        Assert.All(goroutine.ReadDetails().Frames.Zip(goroutine.Stack.Frames), pair => Assert.Same(pair.Second, pair.First.Symbol));
    }

    [Fact]
    public void IdOf_NoHeader_IsMinusOne() => Assert.Equal(-1, GoroutineTextReader.IdOf("main.main()\n"u8));
}
