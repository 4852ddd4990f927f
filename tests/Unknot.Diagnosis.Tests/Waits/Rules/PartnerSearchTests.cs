using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class PartnerSearchTests
{
    private const string LogServer = "/run/log.sock";

    // A container's exit: the handler holds the container and waits, by way of a WaitGroup, for the copier that cannot write.
    private const string ExitHandler = """
        40 sync.Mutex.Lock, 2 minutes
        lock 0xc000110
        github.com/docker/docker/daemon.(*Daemon).ContainerInspectCurrent(0xc000a, 0xc000b, 0x0)
        50 select, 2 minutes
        github.com/docker/docker/container/stream.(*Config).Wait(0xc000500, 0x1)
        github.com/docker/docker/daemon.(*Daemon).handleContainerExit(0xc000a, 0xc000100, 0x1)
        """;

    private const string Copiers = """
        52 sync.Cond.Wait
        sync.runtime_notifyListWait(0xc000610, 0x1)
        sync.(*Cond).Wait(0xc000600)
        github.com/docker/docker/pkg/ioutils.(*BytesPipe).Write(0xc000700, 0x1)
        io.copyBuffer(0x1, 0x2)
        created by github.com/docker/docker/container/stream.(*Config).CopyToPipe.func1 in goroutine 9
        53 IO wait
        internal/poll.runtime_pollWait(0x7f00, 0x77)
        internal/poll.(*pollDesc).waitWrite(...)
        internal/poll.(*FD).Write(0xc000800, 0x1)
        net.(*netFD).Write(0xc000800, 0x1)
        github.com/docker/docker/daemon/logger/syslog.(*syslogger).Log(0xc000900, 0x1)
        github.com/docker/docker/daemon/logger.(*Copier).copySrc(0xc000a00, 0x1, 0xc000700)
        """;

    private const string Waiter = """
        51 sync.WaitGroup.Wait
        sync.(*WaitGroup).Wait(0xc000510)
        github.com/docker/docker/container/stream.(*Config).Wait.func1()
        created by github.com/docker/docker/container/stream.(*Config).Wait in goroutine CREATOR
        """;

    private static string Notation(int creator) => string.Join('\n', ExitHandler, Waiter.Replace("CREATOR", $"{creator}", StringComparison.Ordinal), Copiers);

    private static SnapshotBuilder Node(string notation) =>
        new SnapshotBuilder().Process(88, 1, "dockerd").Process(69, 1, "rsyslogd").Dump("dockerd", notation, pid: 88);

    [Fact]
    public void LogServerThatDoesNotRead_IsTheEndOfTheChain()
    {
        WaitGraphBuilder graph = Node(Notation(50)).Socket(88, 1001, 1002, sent: 200_000).Socket(69, 1002, 1001, LogServer, received: 30_000).Graph();
        Waiter handler = graph.Lock(0xc000110).Holder().Holder;
        Waiter started = handler.Wait().Resource.Holder().Holder;
        Waiter copier = started.Wait().Resource.Holder().Holder;
        Waiter logger = copier.Wait().Resource.Holder().Holder;
        Waiter server = logger.Wait().Resource.Holder().Holder;
        Assert.Equal([50, 51, 52, 53], [handler.Goroutine!.Value, started.Goroutine!.Value, copier.Goroutine!.Value, logger.Goroutine!.Value]);
        Assert.Equal((69, "SocketNotRead", LogServer), (server.Pid, server.RootReason, logger.Wait().Resource.Path));
    }

    [Fact]
    public void GoroutineStartedByAnother_IsNoPartner() => Assert.Empty(Node(Notation(49)).Graph().G(50).Wait().Resource.HoldEdges);

    [Fact]
    public void NoListOfSockets_TheLogServerIsNamedAndNotSure()
    {
        Waiter server = Node(Notation(50)).Graph().G(53).Wait().Resource.Holder().Holder;
        Assert.Equal((WaiterKind.External, "log server"), (server.Kind, server.Activity));
        Assert.InRange(server.StuckConfidence, 0.5, 0.7);
    }

    [Fact]
    public void SeveralFullSockets_ShareTheConfidence()
    {
        WaitGraphBuilder graph = Node(Notation(50)).Socket(88, 1001, 1002, sent: 200_000).Socket(69, 1002, 1001, LogServer, received: 30_000)
            .Process(70, 1, "other").Socket(88, 1003, 1004, sent: 100).Socket(70, 1004, 1003, received: 100).Graph();
        Assert.Equal([69, 70], graph.G(53).Wait().Resource.HoldEdges.Select(h => h.Holder.Pid).Order());
        Assert.All(graph.G(53).Wait().Resource.HoldEdges, h => Assert.InRange(h.Confidence, 0.4, 0.5));
    }

    [Fact]
    public void WriteThatNobodyWaitsFor_IsNoWaiter() => Assert.False(Node(Copiers).Socket(88, 1001, 1002, sent: 200_000).Socket(69, 1002, 1001, LogServer, received: 30_000).Graph().HasGoroutine(53));

    [Fact]
    public void Test_WaitsForTheGoroutineInItsOwnClosure()
    {
        WaitGraphBuilder graph = new SnapshotBuilder().Dump("application", """
            5 chan receive
            main.TestNotify(0xc0001)
            testing.tRunner(0xc0001, 0x1)
            6 chan receive
            main.(*notifier).loop(0xc0002)
            main.TestNotify.func1()
            main.After.func1(0xc0003)
            created by main.After
            """).Graph();
        Assert.Equal(6, graph.G(5).Wait().Resource.Holder().Holder.Goroutine);
    }
}
