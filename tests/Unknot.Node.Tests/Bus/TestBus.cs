namespace Unknot.Node.Tests.Bus;

/// <summary>A real dbus-daemon on a socket in a folder of its own; stand-ins for systemd connect to it.</summary>
internal sealed class TestBus : IDisposable
{
    private const string Daemon = "/usr/bin/dbus-daemon", Python = "/usr/bin/python3";

    // Stands in for systemd on the bus: owns its name and answers Properties.Get, late or never. Debian's python3-dbus.
    private const string ManagerStandIn = """
        import sys, time, dbus, dbus.service
        from dbus.mainloop.glib import DBusGMainLoop
        from gi.repository import GLib
        DBusGMainLoop(set_as_default=True)
        bus = dbus.bus.BusConnection(sys.argv[1])
        class Manager(dbus.service.Object):
            @dbus.service.method("org.freedesktop.DBus.Properties", in_signature="ss", out_signature="v")
            def Get(self, interface, name):
                time.sleep(float(sys.argv[2]))
                return dbus.String("219-standin", variant_level=1)
        name = dbus.service.BusName("org.freedesktop.systemd1", bus)
        manager = Manager(bus, "/org/freedesktop/systemd1")
        print("ready", flush=True)
        if sys.argv[2] == "mute":
            time.sleep(3600)
        GLib.MainLoop().run()
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<StartedProcess> _clients = [];
    private readonly StartedProcess _daemon;

    private TestBus()
    {
        SocketPath = _folder.File("system_bus_socket");
        string configuration = _folder.Write("bus.conf", $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig><type>system</type><listen>unix:path={SocketPath}</listen><auth>EXTERNAL</auth>
            <policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
            """);
        _daemon = StartedProcess.Start(Daemon, [$"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address"], "unix:path=");
    }

    public string SocketPath { get; }

    public int Pid => _daemon.Pid;

    public static TestBus Start()
    {
        if (!File.Exists(Daemon)) Assert.Skip($"{Daemon} is not installed");
        return new TestBus();
    }

    /// <summary>Connects the stand-in for systemd.</summary>
    /// <param name="seconds">Seconds before each answer, or <c>mute</c> for none ever.</param>
    public StartedProcess AddManager(string seconds)
    {
        if (!Directory.Exists("/usr/lib/python3/dist-packages/dbus") || !Directory.Exists("/usr/lib/python3/dist-packages/gi")) Assert.Skip("python3-dbus or python3-gi is not installed");
        StartedProcess manager = StartedProcess.Start(Python, [_folder.Write("manager.py", ManagerStandIn), "unix:path=" + SocketPath, seconds], "ready");
        _clients.Add(manager);
        return manager;
    }

    public void Stop() => _daemon.Signal("STOP");

    public void Dispose()
    {
        foreach (StartedProcess client in _clients) client.Dispose();
        _daemon.Dispose();
        _folder.Dispose();
    }
}
