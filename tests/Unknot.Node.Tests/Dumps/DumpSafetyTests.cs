using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats.Node;
using Unknot.Node.Dumps;
using Unknot.Node.Processes;
using Unknot.Node.Sources;
using Unknot.Node.Tests.Daemons;

namespace Unknot.Node.Tests.Dumps;

/// <summary>Whom SIGUSR1 is not sent to.</summary>
public sealed class DumpSafetyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Written => _folder.File("signalled");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SleepNamedDockerd_Survives()
    {
        using FakeDaemon daemon = FakeDaemon.Deaf(_folder, "dockerd");
        SourceReading reading = Read(daemon.Pid);
        Assert.Contains(reading.Gaps, g => g.Reason.Contains("does not catch SIGUSR1"));
        Assert.True(daemon.IsAlive);
        Assert.Empty(reading.Documents);
    }

    [Fact]
    public void DaemonOfAnotherProgram_IsNotSignalled()
    {
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "k3s", $"touch {Written}");
        ProcessRecord process = Of(daemon.Pid) with { Name = "dockerd", Arguments = ["dockerd"] };
        using SignalTarget target = SignalTarget.Hold("/proc", process, Components.Dockerd, out _)!;
        Assert.Contains("its program is k3s", target.Send());
    }

    [Fact]
    public void PidOfAnotherProcess_IsNotSignalled()
    {
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $"touch {Written}");
        ProcessRecord process = Of(daemon.Pid);
        using SignalTarget target = SignalTarget.Hold("/proc", process with { StartTicks = process.StartTicks - 1 }, Components.Dockerd, out _)!;
        Assert.Contains("another process has its pid", target.Send());
    }

    [Fact]
    public void ProcessThatHasEnded_IsNotSignalled()
    {
        SignalTarget target;
        using (FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $"touch {Written}")) target = SignalTarget.Hold("/proc", Of(daemon.Pid), Components.Dockerd, out _)!;
        using (target) Assert.Contains("cannot be read", target.Send());
    }

    [Fact]
    public void SecondSignal_IsNotSent()
    {
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $"touch {Written}");
        using SignalTarget target = SignalTarget.Hold("/proc", Of(daemon.Pid), Components.Dockerd, out _)!;
        Assert.Null(target.Send());
        Assert.Contains("had its one signal", target.Send());
    }

    [Fact]
    public void StoppedDaemon_IsNotSignalled()
    {
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $"touch {Written}", "--exec-root", _folder.Path);
        daemon.Signal("STOP");
        SourceReading reading = Read(daemon.Pid);
        Assert.Contains(reading.Gaps, g => g.Reason.Contains("it is stopped"));
        daemon.Signal("CONT");
        Assert.False(HasSigUsr1Pending(daemon.Pid) || File.Exists(Written));
    }

    [Fact]
    public void TooManyGoroutines_AreRefusedWithTheWayToForceIt()
    {
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $"touch {Written}", "--exec-root", _folder.Path);
        NodeScan scan = ScanOf.Pids(new NodeOptions { Dumps = DumpMode.Signal }, daemon.Pid);
        scan.Goroutines[daemon.Pid] = 717_594;
        SourceReading reading = SourceReading.Of(new DumpSource(), scan);
        Assert.Contains(reading.Gaps, g => g.Reason.Contains("717,594 goroutines") && g.Reason.Contains("--max-pause 22"));
        Assert.Empty(scan.Dumps);
    }

    [Fact]
    public void WithoutTheUsersWord_NothingIsSignalled()
    {
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $"touch {Written}", "--exec-root", _folder.Path);
        NodeScan scan = ScanOf.Pids(new NodeOptions(), daemon.Pid);
        Assert.Empty(SourceReading.Of(new DumpSource(), scan).Gaps);
        Assert.Empty(scan.Dumps);
        Assert.DoesNotContain(NodeSources.For(new NodeOptions()), s => s is DumpSource);
    }

    [Fact]
    public void ContainerdWhoseLogIsNotRead_IsNotSignalled()
    {
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "containerd", $"touch {Written}");
        NodeScan scan = ScanOf.Pids(new NodeOptions { Dumps = DumpMode.Signal }, daemon.Pid);
        scan.Processes.Add(Of(daemon.Pid) with { Files = [new FileRecord { Fd = 2, To = "pipe:[7]", Mode = "w" }] });
        scan.Processes.Add(new ProcessRecord { Pid = 1, Name = "logger", State = "T", Arguments = ["logger"], Files = [new FileRecord { Fd = 0, To = "pipe:[7]", Mode = "r" }] });
        Assert.Contains(SourceReading.Of(new DumpSource(), scan).Gaps, g => g.Reason.Contains("it would hang at its log"));
        Assert.Empty(scan.Dumps);
    }

    private static SourceReading Read(int pid) => SourceReading.Of(new DumpSource(), ScanOf.Pids(new NodeOptions { Dumps = DumpMode.Signal }, pid));

    private static ProcessRecord Of(int pid) => new ProcessReader("/proc").Read(pid, _ => { })!;

    private static bool HasSigUsr1Pending(int pid) =>
        File.ReadLines($"/proc/{pid}/status").Where(l => l.StartsWith("SigPnd:", StringComparison.Ordinal) || l.StartsWith("ShdPnd:", StringComparison.Ordinal)).Any(l => (Convert.ToUInt64(l[7..].Trim(), 16) & 0x200) != 0);
}
