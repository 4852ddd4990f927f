using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Bus;
using Unknot.Node.Processes;
using Unknot.Node.Sockets;

namespace Unknot.Node.Tests.Bus;

public sealed class BusFinderTests
{
    private static readonly string s_id = new('a', 64);
    private readonly ProcessTable _processes = new();
    private readonly List<SocketRecord> _sockets = [];

    public BusFinderTests() => Process(1, "systemd", "/sbin/init", 10, 11);

    [Fact]
    public void SocketHeldBySystemdAndTheBus_IsTheBus()
    {
        Socket(10, "/run/dbus/system_bus_socket");
        Socket(11, "/run/systemd/private");
        Process(300, "dbus-daemon", "dbus-daemon --system", 10);

        Assert.Equal([new BusTarget("/run/systemd/private", 1, true), new BusTarget("/run/dbus/system_bus_socket", 300, false)], Find(out _));
    }

    [Fact]
    public void SocketHeldBySystemdAlone_IsNotAsked()
    {
        Socket(10, "/run/dbus/system_bus_socket");

        Assert.Empty(Find(out IReadOnlyList<string> idle));
        Assert.Equal(["/run/dbus/system_bus_socket"], idle);
    }

    [Fact]
    public void BrokerAndItsLauncher_TheBrokerAnswers()
    {
        Socket(10, "/run/dbus/system_bus_socket");
        Process(299, "dbus-broker-lau", "/usr/bin/dbus-broker-launch --scope system", 10);
        Process(300, "dbus-broker", "dbus-broker --log 4", 10);

        Assert.Equal(300, Assert.Single(Find(out _)).Pid);
    }

    [Fact]
    public void StandInForTheBus_IsFoundByItsSocket()
    {
        Socket(20, "/tmp/x/system_bus_socket");
        Process(300, "python3", "python3 mute.py", 20);

        Assert.Equal(300, Assert.Single(Find(out _)).Pid);
    }

    [Fact]
    public void SessionBusUsersSystemdAndContainers_AreNotTheNodes()
    {
        Socket(20, "/run/user/0/bus");
        Socket(21, "/run/user/0/systemd/private");
        Socket(22, "/run/dbus/system_bus_socket");
        Process(300, "dbus-daemon", "dbus-daemon --session", 20);
        Process(301, "systemd", "systemd --user", 21);
        Process(302, "dbus-daemon", "dbus-daemon --system", 22, cgroup: "0::/system.slice/docker-" + s_id + ".scope");

        Assert.Empty(Find(out _));
    }

    [Fact]
    public void OpenFilesNotReadable_TheBusIsWhereItUsuallyIs()
    {
        _processes.Add(new ProcessRecord { Pid = 300, Name = "dbus-daemon", State = "S", Arguments = ["dbus-daemon", "--system"], Cgroups = ["0::/system.slice/dbus.service"] });
        _processes.Add(new ProcessRecord { Pid = 301, Name = "dbus-daemon", State = "S", Arguments = ["dbus-daemon", "--session"], Cgroups = ["0::/user.slice"] });

        Assert.Equal([new BusTarget("/run/dbus/system_bus_socket", 300, false)], Find(out _));
    }

    private IReadOnlyList<BusTarget> Find(out IReadOnlyList<string> idle)
    {
        SocketTable sockets = new();
        sockets.Set(_sockets);
        return BusFinder.Find(_processes, sockets, out idle);
    }

    private void Socket(ulong inode, string path) => _sockets.Add(new SocketRecord { Inode = inode, Path = path, Listening = true });

    private void Process(int pid, string name, string command, ulong socket, ulong second = 0, string cgroup = "0::/init.scope") => _processes.Add(new ProcessRecord
    {
        Pid = pid,
        Name = name,
        State = "S",
        StartTicks = (ulong)pid,
        Arguments = command.Split(' '),
        Cgroups = [cgroup],
        Files = [new FileRecord { Fd = 3, To = $"socket:[{socket}]" }, new FileRecord { Fd = 4, To = $"socket:[{second}]" }],
    });
}
