using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Unknot.Node.Linux;

namespace Unknot.Node.Tests.Journal;

/// <summary>A real systemd-journald in a mount namespace of its own, with its journal in memory there.</summary>
internal sealed class TestJournal : IDisposable
{
    private const string Daemon = "/lib/systemd/systemd-journald";
    private readonly TemporaryFolder _folder = new();
    private readonly StartedProcess _daemon;

    private TestJournal()
    {
        string configuration = _folder.Write("journald.conf", "[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\nRateLimitIntervalSec=0\nForwardToSyslog=no\n");
        string script = _folder.Write("session", $"""
            mount --make-rprivate / && mount -t tmpfs tmpfs /run && mkdir -p /run/systemd && mount --bind {configuration} /etc/systemd/journald.conf || exit
            (until [ -S /run/systemd/journal/socket ]; do sleep .02; done; echo ready) &
            exec {Daemon}
            """);
        _daemon = StartedProcess.Start("/usr/bin/unshare", ["--mount", "/bin/bash", script], "ready");
    }

    public int Pid => _daemon.Pid;

    public static TestJournal Start()
    {
        if (LinuxCalls.EffectiveUid() != 0) Assert.Skip("a mount namespace for journald takes root");
        if (!File.Exists(Daemon) || !File.Exists("/etc/systemd/journald.conf")) Assert.Skip($"{Daemon} is not installed");
        return new TestJournal();
    }

    /// <summary>Writes an entry in journald's native protocol.</summary>
    public void Write(string identifier, string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(message), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        byte[] entry = [.. Encoding.UTF8.GetBytes($"SYSLOG_IDENTIFIER={identifier}\nMESSAGE\n"), .. length, .. text, (byte)'\n'];
        using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(entry, new UnixDomainSocketEndPoint($"/proc/{Pid}/root/run/systemd/journal/socket"));
    }

    /// <summary>Writes lines as a unit's standard error does (<c>sd_journal_stream_fd</c>).</summary>
    public void WriteStream(string identifier, string lines)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint($"/proc/{Pid}/root/run/systemd/journal/stdout"));
        socket.Send(Encoding.UTF8.GetBytes($"{identifier}\n\n6\n0\n0\n0\n0\n{lines}"));
        socket.Shutdown(SocketShutdown.Send);
        // journald closes it when it has read all.
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    /// <summary>Returns when all that was written is in the file.</summary>
    public void Sync()
    {
        using Process journalctl = Process.Start("/usr/bin/nsenter", ["-t", Pid.ToString(CultureInfo.InvariantCulture), "-m", "journalctl", "--sync"]);
        journalctl.WaitForExit();
        Assert.Equal(0, journalctl.ExitCode);
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _folder.Dispose();
    }
}
