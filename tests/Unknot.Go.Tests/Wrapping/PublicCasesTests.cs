using Unknot.Go.Dumps;

namespace Unknot.Go.Tests.Wrapping;

/// <summary>Dumps of public incidents: as many goroutines as their truth says, and what is odd about each noticed.</summary>
public sealed class PublicCasesTests
{
    [Theory]
    [InlineData("02-containerd-shim-18.06-reaper-subscriber-deadlock/shim.stackdump.log", 13)]
    [InlineData("03-k8s-11298-cond-shares-mutex/goroutines.txt", 30)]
    [InlineData("04-k8s-25331-watcher-chan-send-leak/goroutines.txt", 32)]
    [InlineData("05-k8s-26980-listener-lock-around-chan-send/goroutines.txt", 2)]
    [InlineData("06-moby-29733-plugin-waitactive-cond/goroutines.txt", 3)]
    [InlineData("07-moby-30408-plugin-activation-error-cond/goroutines.txt", 3)]
    [InlineData("08-etcd-5509-rlock-leaked-on-error-path/goroutines.txt", 28)]
    [InlineData("09-etcd-7443-chan-send-holding-mutex/goroutines.txt", 5)]
    [InlineData("10-etcd-7492-token-keeper-lock-channel/goroutines.txt", 3)]
    [InlineData("11-etcd-7902-election-release-wait-under-lock/goroutines.txt", 4)]
    [InlineData("12-etcd-10492-renew-checkpoint-self-lock/goroutines.txt", 3)]
    [InlineData("13-cockroach-6181-rlock-reentry-via-String/goroutines.txt", 4)]
    [InlineData("14-cockroach-24808-chan-full-before-reader/goroutines.txt", 5)]
    [InlineData("15-cockroach-30452-chan-full-rwmutex/goroutines.txt", 3)]
    [InlineData("16-hugo-5379-once-mutex-chan-send/goroutines.txt", 2)]
    [InlineData("19-gvisor-stuck-tasks/syzkaller-gvisor-25.txt", 2)]
    [InlineData("19-gvisor-stuck-tasks/syzkaller-gvisor-26.txt", 2)]
    [InlineData("28-containerd-3572-shim-locked-by-kill/containerd.goroutine.txt", 1)]
    [InlineData("34-k8s-101622-kubelet-syncloop-nfs-stat/goroutine.k8s-101622.txt", 1)]
    [InlineData("34-k8s-101622-kubelet-syncloop-nfs-stat/goroutine.k8s-100178.journald-no-indent.txt", 1)]
    [InlineData("37-runc-1959-systemd-dbus-unresponsive/runc.goroutines.part.txt", 2)]
    [InlineData("40-etcd-11817-restore-journald-reversed/goroutineA.journald-newest-first.txt", 0)]
    [InlineData("44-vault-10456-leaked-state-lock-no-holder/goroutine.txt", 1)]
    [InlineData("48-k8s-126711-kubelet-client-rate-limit/goroutine.txt", 1)]
    [InlineData("60-format-samples/containerd-13692.go1.26-heap-addresses.txt", 1)]
    [InlineData("60-format-samples/cri-o-5772.trimpath-no-leading-slash.txt", 1)]
    [InlineData("60-format-samples/datadog-18612.bracketed-prefix-no-tab.txt", 2)]
    [InlineData("60-format-samples/etcd-4156.panicparse-output.txt", 0)]
    [InlineData("60-format-samples/hcsshim-536.windows-paths.txt", 2)]
    [InlineData("60-format-samples/moby-12606.gdb-lock-callsites.txt", 0)]
    [InlineData("60-format-samples/moby-13885.go1.4-no-indent-middot.txt", 1)]
    [InlineData("60-format-samples/moby-25993.journald-chunk-of-escaped-line.log", 1)]
    [InlineData("60-format-samples/moby-27827.journald-prefixed.go1.6.txt", 1)]
    [InlineData("60-format-samples/moby-31639.logrus-escaped.go1.6.log", 5)]
    [InlineData("60-format-samples/moby-40353.arm64-leading-space.txt", 3)]
    [InlineData("60-format-samples/podman-10090.journald-fp-sp-pc-locked.txt", 1)]
    [InlineData("60-format-samples/prometheus-13619.sync.RWMutex.RLock.go1.21.txt", 1)]
    [InlineData("61-kubelet-log-samples", 0)]
    [InlineData("62-whole-dumps-unsettled/zjg555543-transferfile.goroutines.debug2.txt", 129)]
    [InlineData("62-whole-dumps-unsettled/carr123-natsjsmdemo.goroutine.debug1.crlf-check.txt", 7046)]
    [InlineData("01-dockerd-18.06-exec-runc-init-pipe-full/dockerd.goroutine-profile.debug1.txt", 722373)]
    [InlineData("01-dockerd-18.06-exec-runc-init-pipe-full/containerd.goroutine-profile.debug1.txt", 430)]
    [InlineData("01-dockerd-18.06-exec-runc-init-pipe-full/runc-init.fd2-pipe-content.txt", 3)]
    public void PublicCase_GivesItsGoroutines(string path, long goroutines)
    {
        foreach (byte[] input in Inputs(path))
        {
            ParsedDumps parsed = GoroutineDumpParser.Parse(input);
            Assert.Equal(goroutines, parsed.Dumps.Sum(d => d.Total));
            Assert.True(parsed.Dumps.Count <= 1, "one process, one moment");
        }
    }

    [Fact]
    public void ParserFixturesOfGostackparse_HaveThirtyOneGoroutines()
    {
        const string Case = "20-parser-fixtures-gostackparse";
        SharedCases.Read("public", Case + "/waitsince.txt");
        string[] files = Directory.GetFiles(Path.Combine(SharedCases.Folder("public")!, Case), "*.txt");
        Assert.Equal(31, files.Sum(f => GoroutineDumpParser.Parse(File.ReadAllBytes(f)).Dumps.Sum(d => d.Total)));
    }

    [Fact]
    public void JournalNewestFirst_IsNoticed()
    {
        ParsedDumps parsed = GoroutineDumpParser.Parse(SharedCases.Read("public", "40-etcd-11817-restore-journald-reversed/goroutineA.journald-newest-first.txt"));
        Assert.Contains(parsed.Problems, p => p is { Code: ParseProblemCode.ReversedOrder });
    }

    [Theory]
    [InlineData("02-containerd-shim-18.06-reaper-subscriber-deadlock/shim.stackdump.log", "containerd-shim")]
    [InlineData("01-dockerd-18.06-exec-runc-init-pipe-full/dockerd.goroutine-profile.debug1.txt", "dockerd")]
    [InlineData("01-dockerd-18.06-exec-runc-init-pipe-full/runc-init.fd2-pipe-content.txt", "runc")]
    [InlineData("28-containerd-3572-shim-locked-by-kill/containerd.goroutine.txt", "containerd")]
    [InlineData("60-format-samples/moby-13885.go1.4-no-indent-middot.txt", "dockerd")]
    [InlineData("11-etcd-7902-election-release-wait-under-lock/goroutines.txt", null)]
    public void PublicCase_NamesItsProgram(string path, string? program) =>
        Assert.Equal(program, Assert.Single(GoroutineDumpParser.Parse(SharedCases.Read("public", path)).Dumps).Origin.Program);

    private static IEnumerable<byte[]> Inputs(string path)
    {
        string? folder = SharedCases.Folder("public");
        if (folder is null || !Directory.Exists(Path.Combine(folder, path))) return [SharedCases.Read("public", path)];
        return Directory.GetFiles(Path.Combine(folder, path)).Select(File.ReadAllBytes);
    }
}
