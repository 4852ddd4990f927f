using System.Text;
using Unknot.Go.Dumps;
using Unknot.Goroutines;

namespace Unknot.Tests.Goroutines;

/// <summary>Small dumps, written by hand in the form that Go 1.19 prints.</summary>
internal static class Dumps
{
    /// <summary>Two inspects wait for one mutex, a start holds it in an RPC, two idle workers, a dumper.</summary>
    public const string Wedged = """
        goroutine 42 [running]:
        github.com/docker/docker/pkg/signal.DumpStacks({0x56347d5276b3, 0xf})
        	/src/github.com/docker/docker/pkg/signal/trap.go:82 +0x90

        goroutine 364 [semacquire, 3 minutes]:
        sync.runtime_SemacquireMutex(0x0?, 0x20?, 0xc000f17a01?)
        	/usr/lib/go-1.19/src/runtime/sema.go:77 +0x25
        sync.(*Mutex).lockSlow(0xc001112900)
        	/usr/lib/go-1.19/src/sync/mutex.go:171 +0x165
        sync.(*Mutex).Lock(...)
        	/usr/lib/go-1.19/src/sync/mutex.go:90
        github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc000bc4000?, {0xc0009d9a1c?, 0x40?}, 0x0)
        	/src/github.com/docker/docker/daemon/inspect.go:40 +0x9b
        created by net/http.(*Server).Serve
        	/usr/lib/go-1.19/src/net/http/server.go:3102 +0x4db

        goroutine 366 [semacquire, 12 minutes]:
        sync.runtime_SemacquireMutex(0x0?, 0x20?, 0xc000f17a02?)
        	/usr/lib/go-1.19/src/runtime/sema.go:77 +0x25
        sync.(*Mutex).lockSlow(0xc001112900)
        	/usr/lib/go-1.19/src/sync/mutex.go:171 +0x165
        sync.(*Mutex).Lock(...)
        	/usr/lib/go-1.19/src/sync/mutex.go:90
        github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc000bc4000?, {0xc0009d9a5c?, 0x40?}, 0x0)
        	/src/github.com/docker/docker/daemon/inspect.go:40 +0x9b
        created by net/http.(*Server).Serve
        	/usr/lib/go-1.19/src/net/http/server.go:3102 +0x4db

        goroutine 392 [select, 13 minutes]:
        google.golang.org/grpc/internal/transport.(*recvBufferReader).readClient(0xc000b50000, {0xc00068e0b0, 0x5, 0x5})
        	/src/google.golang.org/grpc/internal/transport/transport.go:184 +0x90
        github.com/docker/docker/daemon.(*Daemon).containerStart(0xc000bc4000, 0xc001112800, {0x0, 0x0})
        	/src/github.com/docker/docker/daemon/start.go:178 +0x6b0
        created by net/http.(*Server).Serve
        	/usr/lib/go-1.19/src/net/http/server.go:3102 +0x4db

        goroutine 7 [chan receive]:
        main.worker(0xc000010000)
        	/src/main.go:10 +0x20
        created by main.main
        	/src/main.go:5 +0x30

        goroutine 8 [chan receive]:
        main.worker(0xc000010008)
        	/src/main.go:10 +0x20
        created by main.main
        	/src/main.go:5 +0x30

        """;

    /// <summary>The same process later: 366 is still there, 364 has gone, three more inspects came, the workers went.</summary>
    public static string WedgedLater => Inspect(366, 22) + Inspect(500, 5) + Inspect(501, 4) + Inspect(502, 4) + """
        goroutine 600 [running]:
        main.dump()
        	/src/main.go:20 +0x20

        """;

    public static DumpInput Input(string text, string name = "dump.log") => new(name, GoroutineDumpParser.Parse(Encoding.UTF8.GetBytes(text)));

    public static GoroutineReport Report(string text, GoroutineFilter? filter = null) => GoroutineReport.Of([Input(text)], filter ?? new GoroutineFilter());

    private static string Inspect(int id, int minutes) => $$"""
        goroutine {{id}} [semacquire, {{minutes}} minutes]:
        sync.runtime_SemacquireMutex(0x0?, 0x20?, 0xc000f17a02?)
        	/usr/lib/go-1.19/src/runtime/sema.go:77 +0x25
        sync.(*Mutex).lockSlow(0xc001112900)
        	/usr/lib/go-1.19/src/sync/mutex.go:171 +0x165
        sync.(*Mutex).Lock(...)
        	/usr/lib/go-1.19/src/sync/mutex.go:90
        github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc000bc4000?, {0xc0009d9a5c?, 0x40?}, 0x0)
        	/src/github.com/docker/docker/daemon/inspect.go:40 +0x9b
        created by net/http.(*Server).Serve
        	/usr/lib/go-1.19/src/net/http/server.go:3102 +0x4db


        """;
}
