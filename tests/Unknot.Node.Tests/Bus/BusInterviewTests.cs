using System.Diagnostics;
using System.Net.Sockets;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Bus;
using Unknot.Node.Processes;

namespace Unknot.Node.Tests.Bus;

public sealed class BusInterviewTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20), s_short = TimeSpan.FromMilliseconds(300);
    private readonly List<ProbeRecord> _probes = [];

    [Fact]
    public void BusAndSystemdAnswer_VersionAndCookieAreTold()
    {
        using TestBus bus = TestBus.Start();
        using StartedProcess manager = bus.AddManager("0");

        BusInterview interview = Ask(bus.SocketPath, bus.Pid, s_patience);
        ulong first = ulong.Parse(Probe("Manager.Version").Values!["cookie"]);
        Ask(bus.SocketPath, bus.Pid, s_patience);

        ProbeRecord version = Probe("Manager.Version");
        Assert.Equal(("systemd", manager.Pid, "answered"), (version.Component, version.Pid!.Value, version.Outcome));
        Assert.Equal("219-standin", version.Values!["version"]);
        // The stand-in sends one message for each question: the cookie counts them.
        Assert.Equal(first + 1, ulong.Parse(version.Values["cookie"]));
        Assert.Equal(32, Probe("GetId").Values!["busId"].Length);
        Assert.Contains(interview.Names, n => n.Name == "org.freedesktop.systemd1" && n.Pid == manager.Pid);
        Assert.All(_probes.Where(p => p.Component == Components.DbusDaemon), p => Assert.Equal((bus.Pid, "answered"), (p.Pid!.Value, p.Outcome)));
    }

    [Fact]
    public void SystemdIsMute_TheBusHasAnsweredAndSystemdHasNot()
    {
        using TestBus bus = TestBus.Start();
        using StartedProcess manager = bus.AddManager("mute");

        BusInterview interview = Ask(bus.SocketPath, bus.Pid, TimeSpan.FromSeconds(1));

        Assert.Equal(("timedOut", manager.Pid), (Probe("Manager.Version").Outcome, Probe("Manager.Version").Pid!.Value));
        Assert.Equal(manager.Pid, interview.AskedManager);
        Assert.Equal("answered", Probe("Hello").Outcome);
    }

    [Fact]
    public void SystemdIsNotOnTheBus_ItIsNotAsked()
    {
        using TestBus bus = TestBus.Start();

        BusInterview interview = Ask(bus.SocketPath, bus.Pid, s_patience);

        Assert.Contains("NameHasNoOwner", Probe("GetNameOwner").Detail);
        Assert.DoesNotContain(_probes, p => p.Component == Components.Systemd);
        Assert.Null(interview.AskedManager);
    }

    [Fact]
    public void BusIsStopped_TheConnectionTimesOut()
    {
        using TestBus bus = TestBus.Start();
        bus.Stop();

        Ask(bus.SocketPath, bus.Pid, s_short);

        ProbeRecord probe = Assert.Single(_probes);
        Assert.Equal(("dbus-daemon", "connect", "timedOut"), (probe.Component, probe.Call, probe.Outcome));
    }

    [Fact]
    public void NobodyListens_IsRefusedWithTheErrno()
    {
        using TemporaryFolder folder = new();

        Ask(folder.File("system_bus_socket"), Environment.ProcessId, s_patience);

        ProbeRecord probe = Assert.Single(_probes);
        Assert.Equal("refused", probe.Outcome);
        Assert.Contains("ENOENT", probe.Detail);
    }

    [Fact]
    public void BacklogIsFull_TimesOut()
    {
        using BrokenServer server = new(serve: null);
        List<Socket> waiting = Fill(server.SocketPath);

        Ask(server.SocketPath, Environment.ProcessId, s_short);

        Assert.Equal("timedOut", Assert.Single(_probes).Outcome);
        Assert.Contains("backlog", _probes[0].Detail);
        waiting.ForEach(w => w.Dispose());
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "to AUTH EXTERNAL it said: HTTP/1.1 400 Bad Request")]
    [InlineData("OK 0123\r\nnot a message at all", "no D-Bus message")]
    [InlineData("OK 0123\r\n", "connection was closed")]
    [InlineData("REJECTED ANONYMOUS\r\n", "REJECTED")]
    public void ServerTalksSomethingElse_IsNoAnswer(string said, string detail)
    {
        using BrokenServer server = new(socket =>
        {
            BrokenServer.ReadUntil(socket, "AUTH");
            socket.Send(System.Text.Encoding.ASCII.GetBytes(said));
            socket.Shutdown(SocketShutdown.Send);
            BrokenServer.ReadUntil(socket, "never sent");
        });

        Ask(server.SocketPath, Environment.ProcessId, s_patience);

        Assert.Contains(Assert.Single(_probes).Outcome, (string[])["failed", "refused"]);
        Assert.Contains(detail, _probes[0].Detail);
    }

    [Fact]
    public void ServerSendsSignalsWithoutEnd_EndsAtTheDeadlineOrTheLimit()
    {
        byte[] signal = [(byte)'l', 4, 0, 1, .. BitConverter.GetBytes(65536), 1, 0, 0, 0, 0, 0, 0, 0, .. new byte[65536]];
        using BrokenServer server = new(socket =>
        {
            BrokenServer.ReadUntil(socket, "AUTH");
            socket.Send("OK 0123\r\n"u8);
            while (true) socket.Send(signal);
        });
        long start = Stopwatch.GetTimestamp();

        Ask(server.SocketPath, Environment.ProcessId, s_patience);

        Assert.Equal("failed", Assert.Single(_probes).Outcome);
        Assert.Contains("no answer among them", _probes[0].Detail);
        Assert.True(Stopwatch.GetElapsedTime(start) < s_patience);
    }

    [Fact]
    public void SystemdOnItsPrivateSocket_TellsItsVersionAndNoCookie()
    {
        using BrokenServer server = new(socket =>
        {
            // BEGIN comes before the answer is waited for: sent later, it may reach systemd together with the call, which then stays unread.
            BrokenServer.ReadUntil(socket, "BEGIN");
            socket.Send("OK 0123\r\n"u8);
            BrokenServer.ReadUntil(socket, "Version");
            socket.Send(DbusMessageTests.BigEndianReply(1, "252"));
            BrokenServer.ReadUntil(socket, "never sent");
        });

        PrivateInterview.Run(Options(s_patience), new BusTarget(server.SocketPath, Environment.ProcessId, IsPrivate: true), _probes.Add, default);

        ProbeRecord probe = Assert.Single(_probes);
        Assert.Equal(("systemd", "answered", "252"), (probe.Component, probe.Outcome, probe.Values!["version"]));
        Assert.False(probe.Values.ContainsKey("cookie"));
    }

    private static NodeOptions Options(TimeSpan patience) => new() { ProbeDeadline = patience };

    private BusInterview Ask(string path, int pid, TimeSpan patience)
    {
        BusInterview interview = new(Options(patience), new BusTarget(path, pid, IsPrivate: false), NamespacePids.Of("/proc", new ProcessTable(), pid), _probes.Add);
        interview.Run(default);
        return interview;
    }

    private ProbeRecord Probe(string call) => _probes.Last(p => p.Call == call);

    private static List<Socket> Fill(string path)
    {
        List<Socket> waiting = [];
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
            waiting.Add(socket);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
            }
            catch (SocketException)
            {
                return waiting;
            }
        }
    }
}
