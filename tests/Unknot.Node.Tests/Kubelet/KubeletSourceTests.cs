using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Kubelet;
using Unknot.Node.Sources;
using Unknot.Node.Tests.Daemons;
using Unknot.Node.Processes;

namespace Unknot.Node.Tests.Kubelet;

public class KubeletSourceTests
{
    private static readonly Dictionary<string, string> s_health = new() { ["/healthz"] = "ok" };

    private static readonly Dictionary<string, string> s_secure = new()
    {
        ["/healthz"] = "ok", ["/metrics"] = "# HELP x\ngo_goroutines 900\n", ["/debug/pprof/goroutine?debug=2"] = "goroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n",
    };

    [Fact]
    public void WithoutAToken_HealthIsToldAndTheRefusalIsAGap()
    {
        using FakeKubelet health = new(s_health), secure = new(s_secure, "secret");
        SourceReading reading = Read(new NodeOptions(), health, secure);
        Assert.Contains(reading.Probes, p => p is { Call: "healthz", Outcome: "answered" } && p.Values!["body"] == "ok");
        Assert.Null(reading.Text("metrics.txt"));
        Assert.Contains(reading.Gaps, g => g.Errno == "EACCES" && g.Target.EndsWith("metrics") && g.Reason.Contains("HTTP 401"));
    }

    [Fact]
    public void WithAToken_MetricsAreRead()
    {
        using TemporaryFolder folder = new();
        using FakeKubelet health = new(s_health), secure = new(s_secure, "secret");
        SourceReading reading = Read(new NodeOptions { KubeletTokenFile = Token(folder) }, health, secure);
        Assert.Contains("go_goroutines 900", reading.Text("metrics.txt"));
        // Standing still is not asked for by default.
        Assert.DoesNotContain(reading.Probes, p => p.Call.StartsWith("pprof"));
        Assert.False(health.SawTokenInTheClear || secure.SawTokenInTheClear);
    }

    [Fact]
    public void GoroutinesAskedFor_AreADumpOfThatKubelet()
    {
        using TemporaryFolder folder = new();
        using FakeKubelet secure = new(s_secure, "secret");
        SourceReading reading = Read(new NodeOptions { KubeletTokenFile = Token(folder), AskForGoroutines = true }, secure);
        Assert.Equal(("kubelet", Environment.ProcessId), Assert.Single(reading.Evidence().Dumps) is var dump ? (dump.Component, dump.Pid) : default);
    }

    [Fact]
    public void TooManyGoroutines_AreNotStopped()
    {
        using FakeKubelet port = new(new Dictionary<string, string> { ["/healthz"] = "ok", ["/metrics"] = "# x\ngo_goroutines 7e+05\n" });
        SourceReading reading = Read(new NodeOptions { AskForGoroutines = true }, port);
        Assert.DoesNotContain(reading.Probes, p => p.Call.StartsWith("pprof"));
        Assert.Contains(reading.Gaps, g => g.Reason.Contains("700000"));
    }

    private static string Token(TemporaryFolder folder)
    {
        File.WriteAllText(folder.File("token"), "secret\n");
        return folder.File("token");
    }

    /// <summary>This test program as the kubelet, with the sockets of its fakes alone.</summary>
    private static SourceReading Read(NodeOptions options, params IEnumerable<FakeKubelet> ports)
    {
        NodeScan scan = new(options with { Only = new HashSet<string>() }, CancellationToken.None);
        ProcessRecord self = new ProcessReader("/proc").Read(Environment.ProcessId, static _ => { })!;
        HashSet<int> wanted = [.. ports.Select(p => p.Port)];
        List<FileRecord> files = [.. self.Files!.Where(f => TcpListeners.Read("/proc/self", Inode(f)).Any(e => wanted.Contains(e.Port)))];
        scan.Processes.Add(self with { Name = "kubelet", Arguments = ["/usr/bin/kubelet"], State = "S", Files = files });
        return SourceReading.Of(new KubeletSource(), scan);
    }

    private static HashSet<ulong> Inode(FileRecord file) => Unknot.Node.Daemons.DaemonFinder.SocketInodes(new ProcessRecord { Pid = 1, Files = [file] });
}
