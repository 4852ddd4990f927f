using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Daemons;
using Unknot.Node.Pleg;
using Unknot.Node.Tests.Daemons;

namespace Unknot.Node.Tests.Pleg;

/// <summary>One daemon watched: a real dockerd with a stopped shim; fakes for what no real one does on demand.</summary>
public sealed class RuntimeWatchTests(RuntimeStack stack) : IClassFixture<RuntimeStack>
{
    private const string Hung = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", Well = "11112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private static readonly PlegOptions s_quick = new() { ProbeDeadline = TimeSpan.FromMilliseconds(200), InspectPeriod = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task StoppedShim_IsNamedOnceWhileTheRestGoesOn()
    {
        int shim = stack.Required().ShimOf(stack.Victim);
        using RuntimeWatch watch = new(Real(), s_quick, TimeProvider.System);
        await watch.ConnectAsync();
        await UntilAsync(watch, v => v is { ProbesAnswered: >= 2, Hanging.Count: 0 });
        RuntimeStack.Signal(shim, "STOP");
        using System.Diagnostics.Process stop = stack.DockerInBackground("stop", "-t", "1", stack.Victim);
        try
        {
            HangingRequest hanging = Assert.Single((await UntilAsync(watch, v => v.Hanging.Count > 0)).Hanging);
            Assert.Equal(("inspect", stack.Victim, "victim"), (hanging.Call, hanging.Container!.Id, hanging.Container.Name));

            // The rest goes on: lists and inspects of the others, and their changes are seen.
            long answered = watch.State!.View().ProbesAnswered, relists = watch.State.View().Relists;
            stack.Docker("pause", "bystander");
            RuntimeView paused = await UntilAsync(watch, v => v.States.GetValueOrDefault("paused") == 1);
            stack.Docker("unpause", "bystander");
            RuntimeView later = await UntilAsync(watch, v => v.ProbesAnswered >= answered + 3 && v.Relists >= relists + 5 && !v.States.ContainsKey("paused"));
            Assert.Equal(hanging.Since, Assert.Single(paused.Hanging).Since);
            Assert.Equal((hanging.Since, 1), (Assert.Single(later.Hanging).Since, later.ProbesUnderWay));
        }
        finally
        {
            RuntimeStack.Signal(shim, "CONT");
            await stop.WaitForExitAsync();
        }

        Assert.Empty((await UntilAsync(watch, v => v.Hanging.Count == 0 && v.States.GetValueOrDefault("exited") == 1)).Hanging);
        stack.Docker("start", "victim");
        await UntilAsync(watch, v => v.States.GetValueOrDefault("running") == 2);
        Assert.Contains(watch.State.TakeTransitions(), t => t is { Kind: PlegTransitionKind.HangEnded, To: "answered" } && t.Container!.Id == stack.Victim);
    }

    [Fact]
    public async Task InspectThatHangs_IsSentOnce()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Http(folder.File("docker.sock"), Answers());
        using RuntimeWatch watch = new(Fake(server), s_quick, TimeProvider.System);
        await watch.ConnectAsync();
        await UntilAsync(watch, v => v.Hanging.Count == 1);
        RuntimeView view = await UntilAsync(watch, v => v.Relists >= 20 && v.ProbesAnswered >= 3);
        Assert.Equal(Hung, Assert.Single(view.Hanging).Container!.Id);
        Assert.Single(server.Targets, t => t == $"/containers/{Hung}/json");
        Assert.Equal(("shop/cart-0", 1), (view.Hanging[0].Container!.Pod, view.ProbesUnderWay));
        // One connection for lists, one for the inspect that hangs, and those of the few that were made beside them.
        Assert.InRange(server.Accepted, 2, 5);
    }

    [Fact]
    public async Task DaemonThatNeverAnswers_HangsInOneRequest()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Mute(folder.File("docker.sock"));
        using RuntimeWatch watch = new(Fake(server), s_quick, TimeProvider.System);
        Task contact = watch.ConnectAsync();
        RuntimeView view = await UntilAsync(watch, v => v.Hanging.Count > 0);
        for (int i = 0; i < 50; i++) await watch.TickAsync();
        Assert.Equal(("ping", false, 1), (Assert.Single(view.Hanging).Call, contact.IsCompleted, server.Accepted));
    }

    [Fact]
    public async Task ListThatHangs_IsSentOnce()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> answers = Answers();
        answers.Remove("/containers/json?all=1");
        using FakeServer server = FakeServer.Http(folder.File("docker.sock"), answers);
        using RuntimeWatch watch = new(Fake(server), s_quick, TimeProvider.System);
        await watch.ConnectAsync();
        Assert.Equal("list", Assert.Single((await UntilAsync(watch, v => v.Hanging.Count > 0)).Hanging).Call);
        for (int i = 0; i < 50; i++) _ = watch.TickAsync();
        Assert.Single(server.Targets, t => t == "/containers/json?all=1");
    }

    [Fact]
    public async Task SocketThatAnswersGarbage_IsGivenUp()
    {
        using TemporaryFolder folder = new();
        using FakeServer server = FakeServer.Garbage(folder.File("docker.sock"));
        using RuntimeWatch watch = new(Fake(server), s_quick, TimeProvider.System);
        await watch.ConnectAsync();
        Assert.True(watch.HasFailed);
        Assert.False(watch.State!.IsKnown);
    }

    private Daemon Real()
    {
        using Unknot.Node.Sources.NodeScan scan = ScanOf.Pids(new NodeOptions(), stack.DockerdPid);
        return Assert.Single(DaemonFinder.In(scan.Processes, scan.Sockets, "/proc", "dockerd"));
    }

    private static Daemon Fake(FakeServer server) =>
        new(new ProcessRecord { Pid = Environment.ProcessId, Name = "dockerd", StartTicks = 1 }, "dockerd", [new DaemonSocket(Environment.ProcessId, server.Path, 1)]);

    private static Dictionary<string, string> Answers() => new()
    {
        ["/_ping"] = "OK",
        ["/containers/json?all=1"] = $$$"""
            [{"Id":"{{{Hung}}}","Names":["/hung"],"State":"running","Labels":{"io.kubernetes.pod.name":"cart-0","io.kubernetes.pod.namespace":"shop"}},
             {"Id":"{{{Well}}}","Names":["/web"],"State":"running","Labels":{}}]
            """,
        [$"/containers/{Well}/json"] = $$$"""{"Id":"{{{Well}}}","State":{"Status":"running"}}""",
        ["/info"] = """{"NGoroutines":48}""",
    };

    /// <summary>Rounds until it shows; fails after half a minute.</summary>
    private static async Task<RuntimeView> UntilAsync(RuntimeWatch watch, Func<RuntimeView, bool> shows)
    {
        for (long start = Environment.TickCount64; Environment.TickCount64 - start < 30_000;)
        {
            _ = watch.TickAsync();
            await Task.Delay(20);
            if (watch.State?.View() is { } view && shows(view)) return view;
        }

        Assert.Fail($"was not seen within 30 s; last: {watch.State?.View()}");
        return null!;
    }
}
