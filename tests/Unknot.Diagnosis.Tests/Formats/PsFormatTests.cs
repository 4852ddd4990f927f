using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class PsFormatTests
{
    private static ProcessEvidence Only(string text, int pid)
    {
        Assert.True(PsFormat.Recognise(TextDocument.Of(text)));
        return FormatRun.Read(PsFormat.Read, text).Processes[pid];
    }

    [Fact]
    public void LstartColumn_GivesStartAndAgeAgainstTheNewest()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(PsFormat.Read, """
              PID  PPID                  STARTED STAT WCHAN                            COMMAND
             6121  6112 Mon Nov 23 18:11:50 2026 S    do_wait                          /bin/bash /usr/sbin/runc --root /run create
             6180  5429 Mon Nov 23 18:11:56 2026 Ss   sigsuspend.isra.0                timeout 600 docker inspect x
            """);
        ProcessEvidence process = snapshot.Processes[6121];
        Assert.Equal(6112, process.ParentPid);
        Assert.Equal('S', process.State);
        Assert.Equal("do_wait", process.Wchan);
        Assert.Equal("/bin/bash /usr/sbin/runc --root /run create", process.CommandLine);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 18, 11, 50, TimeSpan.Zero), process.StartedAt);
        Assert.Equal(TimeSpan.FromSeconds(6), process.Age);
        Assert.Equal(TimeSpan.Zero, snapshot.Processes[6180].Age);
        Assert.Equal("file.txt:2", process.Origins[0].ToString());
    }

    [Fact]
    public void PsAux_GivesCpuShareStateAndCommand()
    {
        ProcessEvidence process = Only("""
            USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
            root           1  0.1  0.0 168140 11848 ?        Ss   Oct02 211:03 /usr/lib/systemd/systemd --switched-root --system --deserialize 22
            root       31337 99.7  0.1  12345  6789 ?        Rl   11:44   5:01 runc init
            """, 31337);
        Assert.Equal(99.7, process.CpuPercent);
        Assert.Equal('R', process.State);
        Assert.Equal(["runc", "init"], process.Arguments);
    }

    [Theory]
    [InlineData("root     15581 11646  0 Jun17 ?        00:00:00 docker-runc --root /var/run/docker exec")]
    [InlineData("root       15581   11646  0  2018 ?        00:00:00 docker-runc --root /var/run/docker exec")]
    public void PsEfRowsWithoutHeaderOfAnEarlierDay_AreAtLeastAMinuteOld(string row)
    {
        ProcessEvidence process = Only(row, 15581);
        Assert.Equal(11646, process.ParentPid);
        Assert.Equal("docker-runc --root /var/run/docker exec", process.CommandLine);
        Assert.Equal(TimeSpan.FromMinutes(1), process.Age);
    }

    [Fact]
    public void PsEfOfSeveralDays_AgeIsTheTimeSinceMidnightAndTheDaysBetween()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(PsFormat.Read, """
            # ps -ef|grep 119820
            root      119820    3608  0 May07 ?        00:11:16 docker-containerd-shim -namespace moby
            root       40825  119820  0 Jun04 ?        00:00:00 [su] <defunct>
            root     1073407  119820  0 Jun23 ?        00:00:00 [su] <defunct>
            stupig   1631234 1599793  0 11:44 pts/0    00:00:00 grep --color=auto 119820
            """);
        Assert.Equal(4, snapshot.Processes.Count);
        ProcessEvidence zombie = snapshot.Processes[1073407];
        Assert.Equal('Z', zombie.State);
        Assert.Equal("su", zombie.Name);
        Assert.Equal(new TimeSpan(11, 44, 0), zombie.Age);
        Assert.InRange(snapshot.Processes[119820].Age!.Value, TimeSpan.FromDays(35), TimeSpan.FromDays(48));
    }

    [Fact]
    public void PsElfRowWithoutHeader_GivesStateAndWchan()
    {
        ProcessEvidence process = Only("5 D root      14389  13873  0  80   0 - 269979 refrig Sep30 ?       00:00:00 /usr/local/bin/runc init", 14389);
        Assert.Equal('D', process.State);
        Assert.Equal("refrig", process.Wchan);
        Assert.Equal(13873, process.ParentPid);
    }

    [Fact]
    public void BareThreadColumns_AreTidsWhereThePidRepeats()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(PsFormat.Read, """
            26186 26186 Ssl  futex_do_wait                    dockerd
            26186 26201 Ssl  futex_do_wait                    dockerd
            26186 26202 Dsl  wait_for_partner                 dockerd
            26374 26374 Ss   do_epoll_wait                    dbus-daemon
            26527 26527 S    unix_stream_read_generic         runc:[2:INIT]
            """);
        Assert.Equal(3, snapshot.Processes.Count);
        ThreadEvidence thread = snapshot.Processes[26186].Threads[2];
        Assert.Equal((26202, 'D', "wait_for_partner", "dockerd"), (thread.Tid, thread.State, thread.Wchan, thread.Name));
        Assert.Equal("futex_do_wait", snapshot.Processes[26186].Wchan);
        Assert.Equal("runc:[2:INIT]", snapshot.Processes[26527].Name);
        Assert.Null(snapshot.Processes[26527].ParentPid);
    }

    [Fact]
    public void BareColumnsWithDistinctPids_AreParents()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(PsFormat.Read, """
            101 1 S    do_wait  sh
            102 101 S  do_wait  bash
            103 102 D  nfs_wait cp
            """);
        Assert.Equal(102, snapshot.Processes[103].ParentPid);
        Assert.Empty(snapshot.Processes[103].Threads);
    }

    [Fact]
    public void PsElf_LwpColumnGivesThreads()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(PsFormat.Read, """
            UID          PID    PPID     LWP  C NLWP STIME TTY          TIME CMD
            root       15829       1   15829  0    2 18:24 ?        00:00:00 dockerd --containerd=/run/containerd/containerd.sock
            root       15829       1   15832  3    2 18:24 ?        00:00:01 dockerd --containerd=/run/containerd/containerd.sock
            """);
        Assert.Equal([15829, 15832], snapshot.Processes[15829].Threads.Select(t => t.Tid));
    }

    [Fact]
    public void ElapsedColumn_IsTheAge()
    {
        ProcessEvidence process = Only("""
              PID     ELAPSED S COMMAND         WCHAN
             4711 211-03:04:05 T containerd-shim do_signal_stop
            """, 4711);
        Assert.Equal(new TimeSpan(211, 3, 4, 5), process.Age);
        Assert.Equal('T', process.State);
        Assert.Equal("do_signal_stop", process.Wchan);
        Assert.Equal("containerd-shim", process.CommandLine);
    }

    [Fact]
    public void Forest_BranchesAreNotPartOfTheCommand()
    {
        ProcessEvidence process = Only("""
              PID TTY      STAT   TIME COMMAND
                1 ?        Ss     0:01 /sbin/init
              900 ?        Sl     0:07  \_ containerd-shim -id 3c1b
              901 ?        Sl     0:00  |   \_ runc create
            """, 901);
        Assert.Equal("runc create", process.CommandLine);
    }

    [Fact]
    public void TopInBatchMode_IsReadToo()
    {
        ProcessEvidence process = Only("""
            top - 10:00:00 up 1 day,  1:00,  1 user,  load average: 1.00, 1.00, 1.00
                PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
                  1 root      20   0  168140  11848   8456 R 100.0   0.0 911:03.07 systemd
            """, 1);
        Assert.Equal('R', process.State);
        Assert.Equal(100.0, process.CpuPercent);
    }

    [Fact]
    public void TwoOutputs_FillEachOthersGaps()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(PsFormat.Read, """
              PID  PPID CMD
             4711     1 containerd

              PID STAT WCHAN
             4711 Tsl  do_signal_stop
            """);
        ProcessEvidence process = snapshot.Processes[4711];
        Assert.Equal(("containerd", 'T', "do_signal_stop"), (process.CommandLine, process.State, process.Wchan));
    }

    [Fact]
    public void CutLine_KeepsWhatItHas()
    {
        ProcessEvidence process = Only("  PID  PPID STAT COMMAND\n 4711     1 Ss\n", 4711);
        Assert.Equal('S', process.State);
        Assert.Null(process.CommandLine);
    }

    [Theory]
    [InlineData("CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES")]
    [InlineData("kernel: [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name")]
    [InlineData("NAME                             PID PROCESS         USER")]
    [InlineData("COMMAND     PID USER   FD      TYPE             DEVICE SIZE/OFF       NODE NAME")]
    [InlineData("I1123 18:25:38.804120   17033 flags.go:59] FLAG: --address=\"0.0.0.0\"")]
    public void OtherTables_AreNotTakenForPs(string text) => Assert.False(PsFormat.Recognise(TextDocument.Of(text)));
}
