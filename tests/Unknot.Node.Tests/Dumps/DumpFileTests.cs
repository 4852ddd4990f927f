using Unknot.Diagnosis.Evidence;
using Unknot.Node.Dumps;
using Unknot.Node.Sources;
using Unknot.Node.Tests.Daemons;

namespace Unknot.Node.Tests.Dumps;

/// <summary>Which file is taken for the dump, and when.</summary>
public sealed class DumpFileTests : IDisposable
{
    private const string OfOld = "goroutine 1 [chan receive, 9 minutes]:\nmain.old()\n\t/old.go:1 +0x1\n";

    // Both halves end as a dump ends; bash has the file open in between.
    private const string TwoHalves = """
        { printf 'goroutine 1 [chan receive]:\nmain.main()\n\t/main.go:7 +0x1\n'; sleep 0.3; printf '\ngoroutine 2 [select]:\nmain.work()\n\t/main.go:9 +0x1\n'; } > 
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SlowlyWrittenFile_IsReadWholeAndRemoved()
    {
        string path = _folder.File("goroutine-stacks-2026-11-23T181337Z.log");
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", TwoHalves.Trim() + path, "--exec-root", _folder.Path);
        SourceReading reading = Read(daemon, out _);
        DumpEvidence dump = Assert.Single(reading.Evidence().Dumps);
        Assert.Equal((Components.Dockerd, daemon.Pid, 2), (dump.Component, dump.Pid, dump.Dump.Count));
        Assert.Empty(reading.Gaps);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void OldDump_IsNotTakenAndStays()
    {
        string old = _folder.Write("goroutine-stacks-2026-11-20T080000Z.log", OfOld);
        string path = _folder.File("goroutine-stacks-2026-11-23T181337Z.log");
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", TwoHalves.Trim() + path, "--exec-root", _folder.Path);
        SourceReading reading = Read(daemon, out _);
        Assert.DoesNotContain("main.old", reading.Text("-goroutines.txt"));
        Assert.Equal(OfOld, File.ReadAllText(old));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void DaemonThatWritesNothing_LeavesAGapAndTheOldDump()
    {
        string old = _folder.Write("goroutine-stacks-2026-11-20T080000Z.log", OfOld);
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", ":", "--exec-root", _folder.Path);
        SourceReading reading = Read(daemon, out NodeScan scan);
        Assert.Empty(reading.Documents);
        Assert.Equal("missing", Assert.Single(scan.Dumps).Outcome);
        Assert.Contains(reading.Gaps, g => g.Errno == "ETIMEDOUT" && g.Reason.Contains(_folder.Path + "/goroutine-stacks-*.log"));
        Assert.True(File.Exists(old));
    }

    // What dockerd leaves where its file system is full.
    [Fact]
    public void FileThatStaysEmpty_IsSaidAndRemoved()
    {
        string path = _folder.File("goroutine-stacks-2026-11-23T181337Z.log");
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $": > {path}", "--exec-root", _folder.Path);
        SourceReading reading = Read(daemon, out _);
        Assert.Contains(reading.Gaps, g => g.Reason.Contains("stayed empty"));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void FileThatStaysOpen_IsTakenAsFarAsItGoesAndRemoved()
    {
        string path = _folder.File("goroutine-stacks-2026-11-23T181337Z.log");
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $"exec 7>{path}; printf 'goroutine 1 [chan receive]:\\nmain.main()\\n\\t/main' >&7", "--exec-root", _folder.Path);
        SourceReading reading = Read(daemon, out NodeScan scan);
        Assert.Equal("incomplete", Assert.Single(scan.Dumps).Outcome);
        Assert.Contains("main.main()", reading.Text("-goroutines.txt"));
        Assert.Contains(reading.Gaps, g => g.Reason.Contains("not whole"));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void OldDumpOfContainerd_IsWrittenOverAndLeft()
    {
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "containerd", TwoHalves.Trim() + "$TMPDIR/containerd.$$.stacks.log");
        string path = _folder.Write($"containerd.{daemon.Pid}.stacks.log", OfOld);
        SourceReading reading = Read(daemon, out _);
        Assert.Contains("main.work", reading.Text($"containerd-{daemon.Pid}-goroutines.txt"));
        Assert.Contains(reading.Gaps, g => g.Target == path && g.Reason.Contains("older dump"));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void LinkInTheDumpsPlace_IsNotFollowed()
    {
        string secret = _folder.Write("secret", "goroutine 1 [running]:\nmain.secret()\n\t/s.go:1 +0x1\n");
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", $"ln -s {secret} {_folder.File("goroutine-stacks-2026-11-23T181337Z.log")}", "--exec-root", _folder.Path);
        Assert.Empty(Read(daemon, out _).Documents);
        Assert.True(File.Exists(secret));
    }

    [Fact]
    public void ExecRootOfTheConfigurationFile_IsUsed()
    {
        string root = Directory.CreateDirectory(_folder.File("run")).FullName;
        string configuration = _folder.Write("daemon.json", $$"""{"exec-root":"{{root}}"}""");
        using FakeDaemon daemon = FakeDaemon.Writing(_folder, "dockerd", TwoHalves.Trim() + root + "/goroutine-stacks-2026-11-23T181337Z.log", "--config-file", configuration);
        Assert.Equal("taken", TakenOf(daemon));
    }

    private static string TakenOf(FakeDaemon daemon)
    {
        _ = Read(daemon, out NodeScan scan);
        return Assert.Single(scan.Dumps).Outcome;
    }

    private static SourceReading Read(FakeDaemon daemon, out NodeScan scan)
    {
        scan = ScanOf.Pids(new NodeOptions { Dumps = DumpMode.Signal }, daemon.Pid);
        return SourceReading.Of(new DumpSource(), scan);
    }
}
