using System.Text;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class LogScannerTests
{
    private const string Id = "3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56";

    private static LogEvidence Only(string text, string path = "messages.log") => Assert.Single(FormatRun.Scan(text, path).Logs);

    [Fact]
    public void KlogText_GivesTimePidAndAge()
    {
        LogEvidence log = Only("I1123 18:29:44.000001   17033 kubelet.go:1826] skipping pod synchronization - [PLEG is not healthy: pleg was last seen active 3m0.75s ago; threshold is 3m0s]", "kubelet.log");
        Assert.Equal(("pleg-unhealthy", "kubelet", 17033), (log.Kind, log.Component, log.Pid));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 18, 29, 44, TimeSpan.Zero), log.Time!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromSeconds(180.75), log.Age);
        Assert.StartsWith("skipping pod", log.Message);
    }

    [Fact]
    public void LogrusText_KeepsTheFieldsBehindTheMessage()
    {
        LogEvidence log = Only($"time=\"2021-03-27T05:33:45.9Z\" level=error msg=\"get state for {Id}\" error=\"context deadline exceeded: unknown\"", "containerd.log");
        Assert.Equal(("get-state-deadline", "containerd", Id), (log.Kind, log.Component, log.ContainerId));
        Assert.Equal($"get state for {Id} error=\"context deadline exceeded: unknown\"", log.Message);
    }

    [Fact]
    public void SyslogAroundLogrus_BothPrefixesCount()
    {
        LogEvidence log = Only($"Mar 27 05:40:45 aks-node-0 containerd[11689]: time=\"2021-03-27T05:33:45.905607810Z\" level=error msg=\"get state for {Id}\" error=\"context deadline exceeded: unknown\"");
        Assert.Equal(("containerd", 11689, 2021), (log.Component, log.Pid, log.Time!.Value.Year));
    }

    [Fact]
    public void PlegWithZeroTime_IsAKindOfItsOwn()
    {
        LogEvidence log = Only("Nov 08 16:32:22 node origin-node[29848]: I1108 16:32:22.761754   29848 kubelet.go:1758] skipping pod synchronization - [PLEG is not healthy: pleg was last seen active 2562047h47m16.854775807s ago; threshold is 3m0s]");
        Assert.Equal("pleg-zero-time", log.Kind);
        Assert.True(log.Age > TimeSpan.FromDays(100_000));
    }

    [Fact]
    public void JournalExport_FieldsOfTheRecordCount()
    {
        LogEvidence log = Only("""
            __CURSOR=s=1
            __REALTIME_TIMESTAMP=1795458592000000
            _PID=1
            SYSLOG_IDENTIFIER=systemd
            MESSAGE=Failed to propagate agent release message: Operation not supported
            _HOSTNAME=n

            __REALTIME_TIMESTAMP=1795458593000000
            _PID=2
            MESSAGE=nothing

            """);
        Assert.Equal(("systemd-release-not-supported", "systemd", 1), (log.Kind, log.Component, log.Pid));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795458592), log.Time);
    }

    [Fact]
    public void JournalJson_IsRead()
    {
        LogEvidence log = Only("""{"__REALTIME_TIMESTAMP":"1795458592000000","_PID":"1","SYSLOG_IDENTIFIER":"dbus-daemon","MESSAGE":"Failed to activate service 'org.freedesktop.systemd1': timed out"}""");
        Assert.Equal(("dbus-no-reply", "dbus-daemon", 1), (log.Kind, log.Component, log.Pid));
    }

    [Fact]
    public void LogrusJson_IsRead()
    {
        LogEvidence log = Only($$"""{"error":"context deadline exceeded: unknown","level":"error","msg":"get state for {{Id}}","time":"2024-01-02T03:04:05Z"}""", "containerd.log");
        Assert.Equal(("get-state-deadline", 2024), (log.Kind, log.Time!.Value.Year));
    }

    [Fact]
    public void OneLineWithTwoSigns_GivesBoth() => Assert.Equal(
        ["container-runtime-status-check", "pleg-not-started"],
        FormatRun.Scan("E1123 18:25:39.550661   17033 kubelet.go:1826] skipping pod synchronization - [container runtime status check may not have completed yet, PLEG is not healthy: pleg has yet to be successful]").Logs.Select(l => l.Kind));

    [Theory]
    [InlineData("Jan  4 11:03:31 node-h systemd: Failed to propagate agent release message: Operation not supported", "systemd-release-not-supported")]
    [InlineData("Jan  4 11:03:31 n systemd[1]: Failed to propagate agent release message: No buffer space available", "systemd-release-failed")]
    [InlineData("[11860608.510084] nfs: server 192.0.2.5 not responding, still trying", "nfs-not-responding")]
    [InlineData("[1.0] unregister_netdevice: waiting for lo to become free. Usage count = 6", "lo-not-free")]
    [InlineData("x kernel: Memory cgroup out of memory: Kill process 12800 (runc:[2:INIT]) score 997 or sacrifice child", "oom-kill")]
    [InlineData("Timed out while waiting for StartTransientUnit(docker-x.scope) completion signal from dbus. Continuing...", "start-transient-unit-timeout")]
    [InlineData("systemd-logind: Failed to start transient scope unit: Connection timed out", "start-transient-unit-failed")]
    [InlineData("The maximum x; destination has a full message queue", "dbus-queue-full")]
    [InlineData("Failed to create mount unit: Argument list too long", "argument-list-too-long")]
    [InlineData("runtime/cgo: pthread_create failed: Resource temporarily unavailable", "fork-failed")]
    [InlineData("cgroup: fork rejected by pids controller in /docker/x", "pids-exhausted")]
    [InlineData("accept4: too many open files; retrying in 1s", "too-many-open-files")]
    [InlineData("runtime: program exceeds 10000-thread limit", "go-thread-limit")]
    [InlineData("ttrpc: received message on inactive stream", "ttrpc-inactive-stream")]
    [InlineData("driver overlay2 failed to remove root filesystem: unlinkat: device or resource busy", "overlay-busy")]
    [InlineData("standard_init_linux.go:207: error loading seccomp filter into kernel", "seccomp-filter")]
    [InlineData("systemd-udevd[1]: worker [1234] /devices/virtual/block/dm-5 timeout; kill it", "udev-worker-timeout")]
    [InlineData("write tcp 192.0.2.1: use of closed network connection", "http2-closed-connection")]
    [InlineData("write /var/lib/docker/x: no space left on device", "no-space")]
    [InlineData("skipping pod synchronization - [container runtime is down]", "runtime-down")]
    [InlineData("Container 3c1b failed to exit within 10 seconds of signal 15 - using the force", "container-failed-to-exit")]
    [InlineData("OCI runtime create failed: failed to create shim task: x", "failed-to-create-shim")]
    [InlineData("time=\"2020-01-01T00:00:00Z\" level=error msg=\"fluent#appendBuffer: buffer full\"", "fluentd-unreachable")]
    [InlineData("Failed to introspect object / of service org.freedesktop.systemd1: Connection timed out", "dbus-no-reply")]
    [InlineData("watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [runc:4711]", "soft-lockup")]
    [InlineData("StopContainer failed: rpc error: code = DeadlineExceeded", "context-deadline")]
    public void Sign_HasItsKind(string line, string kind)
    {
        Assert.Equal(kind, Only(line).Kind);
        Assert.Contains(kind, LogPatterns.Kinds);
    }

    [Fact]
    public void ManyLinesOfOneKind_FirstAndLastStayAndTheRestIsCounted()
    {
        StringBuilder text = new();
        for (int i = 1; i <= 1000; i++) text.Append("line ").Append(i).Append(" no space left on device\n").Append("line of no interest\n");
        EvidenceSnapshot snapshot = FormatRun.Scan(text.ToString());
        Assert.Equal(2 * LogCollector.Kept, snapshot.Logs.Count);
        Assert.Equal(1000, snapshot.Logs.Sum(l => l.Count));
        Assert.StartsWith("line 1 ", snapshot.Logs[0].Message);
        Assert.StartsWith("line 1000 ", snapshot.Logs[^1].Message);
        Assert.Equal(1999, snapshot.Logs[^1].Origin.Line);
    }

    [Fact]
    public void SignAtASeamOfTheBlocks_IsFound()
    {
        for (int shift = 0; shift < 80; shift++)
        {
            string text = new string('x', 32768 - 70 + shift) + "\nno space left on device\n";
            Assert.Equal(2, Only(text).Origin.Line);
        }
    }

    [Fact]
    public void NewestTime_IsTheTimeOfCollection()
    {
        EvidenceFile file = new("log", "x");
        LogScanner.Scan("time=\"2026-11-23T18:00:00Z\" level=info msg=\"a\"\ntime=\"2026-11-23T19:00:00Z\" level=info msg=\"b\"\n"u8, file, new EvidenceSnapshot(), null);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 19, 0, 0, TimeSpan.Zero), file.CollectedAt);
    }

    [Fact]
    public void FirstLines_TellVersions()
    {
        EvidenceSnapshot snapshot = FormatRun.Scan("""
            time="2026-11-23T18:24:30Z" level=info msg="starting containerd" revision="x" version="1.6.20~ds1"
            time="2026-11-23T18:24:30Z" level=info msg="Docker daemon" commit=5d6db84 graphdriver=overlay2 version=20.10.24+dfsg1
            Nov 23 18:00:00 n kernel: Linux version 5.4.214-120.368.amzn2.x86_64 (mockbuild@x) (gcc)
            Nov 23 18:00:00 n systemd[1]: systemd 219 running in system mode. (+PAM)
            I1123 18:25:38.804120   17033 server.go:416] Kubelet version: v1.20.2
            """);
        Assert.Equal(
            ["containerd=1.6.20~ds1", "dockerd=20.10.24+dfsg1", "kernel=5.4.214-120.368.amzn2.x86_64", "kubelet=1.20.2", "systemd=219"],
            snapshot.Versions.Select(v => v.Key + "=" + v.Value));
        Assert.Empty(snapshot.Logs);
    }
}
