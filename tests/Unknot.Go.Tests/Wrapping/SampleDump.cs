using System.Text;
using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Wrapping;

/// <summary>One dump, and what it says: the yardstick for all its wrappings.</summary>
internal static class SampleDump
{
    internal const string Plain =
        "goroutine 34 [running]:\n" +
        "github.com/docker/docker/pkg/signal.DumpStacks({0x5559613766b3, 0xf})\n" +
        "\t/build/src/github.com/docker/docker/pkg/signal/trap.go:82 +0x90\n" +
        "github.com/docker/docker/daemon.(*Daemon).setupDumpStackTrap.func1()\n" +
        "\t/build/src/github.com/docker/docker/daemon/debugtrap_unix.go:22 +0x4f\n" +
        "created by github.com/docker/docker/daemon.(*Daemon).setupDumpStackTrap\n" +
        "\t/build/src/github.com/docker/docker/daemon/debugtrap_unix.go:19 +0xf8\n" +
        "\n" +
        "goroutine 1 [chan receive, 5 minutes]:\n" +
        "main.(*DaemonCli).start(0xc00044e9c0, 0xc000122a80)\n" +
        "\t/build/src/github.com/docker/docker/cmd/dockerd/daemon.go:219 +0x1a3d\n" +
        "main.main()\n" +
        "\t/build/src/github.com/docker/docker/cmd/dockerd/docker.go:94 +0x32\n" +
        "\n" +
        "goroutine 120 [semacquire, 3 minutes, locked to thread]:\n" +
        "sync.runtime_SemacquireMutex(0xc000137104?, 0x80?, 0x1?)\n" +
        "\t/usr/lib/go/src/runtime/sema.go:77 +0x25\n" +
        "sync.(*Mutex).lockSlow(0xc000137100)\n" +
        "\t/usr/lib/go/src/sync/mutex.go:171 +0x165\n" +
        "sync.(*Mutex).Lock(...)\n" +
        "\t/usr/lib/go/src/sync/mutex.go:90\n" +
        "github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc0000b4000, {0xc000ab1c40, 0x40}, 0x0)\n" +
        "\t/build/src/github.com/docker/docker/daemon/inspect.go:40 +0x8a\n" +
        "net/http.HandlerFunc.ServeHTTP(0xc0007a1580?, {0x5559625f4d20?, 0xc000e0a2a0?}, 0xc00094f6b8?)\n" +
        "\t/usr/lib/go/src/net/http/server.go:2109 +0x2f\n" +
        "created by net/http.(*Server).Serve\n" +
        "\t/usr/lib/go/src/net/http/server.go:3102 +0x4db\n";

    internal static string[] Lines => Plain.TrimEnd('\n').Split('\n');

    internal static ParsedDumps Parse(string text) => GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Parses a wrapped form of the sample and expects the same goroutines, without a problem.</summary>
    internal static GoroutineDump AssertSame(string text)
    {
        ParsedDumps parsed = Parse(text);
        Assert.Empty(parsed.Problems);
        GoroutineDump dump = Assert.Single(parsed.Dumps);
        Assert.Equal(Describe(Assert.Single(Parse(Plain).Dumps)), Describe(dump));
        return dump;
    }

    /// <summary>All that a dump says of its goroutines, as text.</summary>
    internal static string Describe(GoroutineDump dump)
    {
        StringBuilder text = new();
        foreach (Goroutine g in dump.Goroutines)
        {
            GoroutineDetails details = g.ReadDetails();
            text.Append($"{g.Id} {g.Count} [{g.State}] {g.WaitMinutes} {g.IsLockedToThread} {g.LockWord:x} {g.CallerWord:x} by {details.CreatedBy}\n");
            foreach (StackFrame frame in details.Frames) text.Append($"  {frame.Symbol} {frame.Symbol.IsInlined} ({string.Join(", ", frame.Arguments)})\n");
        }

        return text.ToString();
    }

    internal static string PerLine(Func<string, string> wrap) => string.Join('\n', Lines.Select(wrap)) + "\n";
}
