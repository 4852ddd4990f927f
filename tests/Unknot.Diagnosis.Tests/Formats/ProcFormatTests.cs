using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class ProcFormatTests
{
    [Theory]
    [InlineData("proc.4711/stack", 4711, null, "stack")]
    [InlineData("case.tgz!sos/proc/4711/task/4712/wchan", 4711, 4712, "wchan")]
    [InlineData("4711/status", 4711, null, "status")]
    [InlineData("cmdline-4711.txt", 4711, null, "cmdline")]
    [InlineData("proc-14389-stack.txt", 14389, null, "stack")]
    [InlineData(@"C:\tickets\proc\17\cgroup", 17, null, "cgroup")]
    public void Path_TellsProcessAndItem(string path, int pid, int? tid, string item)
    {
        ProcPath place = ProcPath.Of(path)!;
        Assert.Equal((pid, tid, item), (place.Pid, place.Tid, place.Item));
    }

    [Theory]
    [InlineData("ps.txt")]
    [InlineData("containerd.15814.stacks.log")]
    [InlineData("proc.0/stack")]
    [InlineData("99999999999/stack")]
    public void OtherPaths_TellNothing(string path) => Assert.Null(ProcPath.Of(path));

    [Fact]
    public void Status_TellsItsPidItself()
    {
        const string Text = "Name:\trunc\nUmask:\t0022\nState:\tt (tracing stop)\nTgid:\t26519\nPid:\t26519\nPPid:\t26507\nTracerPid:\t99\n";
        Assert.True(ProcStatusFormat.Recognise(TextDocument.Of(Text)));
        ProcessEvidence process = FormatRun.Read(ProcStatusFormat.Read, Text, "whatever").Processes[26519];
        Assert.Equal(("runc", 't', 26507, 99), (process.Name, process.State, process.ParentPid, process.TracerPid));
    }

    [Fact]
    public void Stat_NameMayHaveParentheses()
    {
        const string Text = "4711 (a) b (c) D 12 4711 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 99 1 2\n";
        ProcessEvidence process = FormatRun.Read(ProcFormat.Read, Text, "proc/4711/stat").Processes[4711];
        Assert.Equal(("a) b (c", 'D', 12), (process.Name, process.State, process.ParentPid));
    }

    [Fact]
    public void CommandLineWithNuls_IsWordByWord()
    {
        ProcessEvidence process = FormatRun.Read(ProcFormat.Read, "runc\0--root\0/a b\0", "proc.1/cmdline").Processes[1];
        Assert.Equal(["runc", "--root", "/a b"], process.Arguments);
    }

    [Fact]
    public void SyscallWchanStackAndComm_MakeOneThread()
    {
        EvidenceSnapshot snapshot = new();
        foreach ((string item, string text) in (IEnumerable<(string, string)>)
        [
            ("wchan", "request_wait_answer"),
            ("syscall", "262 0xffffffffffffff9c 0xc000bc26a0 0xc000b9dce8 0x0 0x0 0x0 0xc000b9db68 0x55e35c66536e\n"),
            ("stack", "[<0>] request_wait_answer+0x112/0x210\n[<0>] fuse_do_getattr+0xef/0x200\n"),
            ("comm", "dockerd\n"),
        ])
        {
            string path = $"proc/25209/task/25223/{item}";
            FormatInput input = new(TextDocument.Of(text), new EvidenceFile("proc", path), snapshot, ProcPath.Of(path));
            Assert.True(ProcFormat.Recognise(input.Text, input.Place), item);
            ProcFormat.Read(input);
        }

        ThreadEvidence thread = Assert.Single(snapshot.Processes[25209].Threads);
        Assert.Equal((25223, "dockerd", "request_wait_answer"), (thread.Tid, thread.Name, thread.Wchan));
        Assert.Equal(262UL, thread.Syscall[0]);
        Assert.Equal(0xc000b9dce8UL, thread.Syscall[3]);
        Assert.Equal(["request_wait_answer", "fuse_do_getattr"], thread.KernelStack);
        Assert.Null(snapshot.Processes[25209].Wchan);
    }

    [Fact]
    public void ThreadsFile_GivesEachThread()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(ProcFormat.Read, """
            == tid 26519 comm runc state S wchan futex_do_wait syscall 202 0xc5c728 0x80 0x0 0x0 0x0 0x0 0x7ffe43513fe8 0x46e3e3
            [<0>] futex_do_wait+0x46/0x90
            [<0>] __futex_wait+0x8a/0x100
            == tid 26520 comm runc state R wchan 0 syscall running
            """, "proc.26519/threads");
        IList<ThreadEvidence> threads = snapshot.Processes[26519].Threads;
        Assert.Equal(["futex_do_wait", "__futex_wait"], threads[0].KernelStack);
        Assert.Equal(('R', null, 0), (threads[1].State, threads[1].Wchan, threads[1].Syscall.Count));
        Assert.Equal(4, threads[1].Origin.Line);
    }

    [Fact]
    public void FdListing_GivesTargetsAndModes()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(ProcFdFormat.Read, """
            /proc/26519/fd:
            total 0
            lr-x------ 1 root root 64 Nov 23 18:07 0 -> /dev/null
            l-wx------ 1 root root 64 Nov 23 18:07 1 -> pipe:[85382]
            lrwx------ 1 root root 64 Nov 23 18:07 13 -> socket:[85419]
            """);
        IList<FileDescriptorEvidence> files = snapshot.Processes[26519].Files;
        Assert.Equal([(0, true, false), (1, false, true), (13, true, true)], files.Select(f => (f.Fd, f.CanRead!.Value, f.CanWrite!.Value)));
        Assert.Equal("socket:[85419]", files[2].Target);
    }

    [Fact]
    public void Lsof_PipesAndSocketsLookAsInProc()
    {
        EvidenceSnapshot snapshot = FormatRun.Read(LsofFormat.Read, """
            COMMAND     PID USER   FD      TYPE             DEVICE SIZE/OFF       NODE NAME
            runc:[2:I 15638 root  cwd       DIR               0,41      192 1066743071 /
            runc:[2:I 15638 root    2w     FIFO                0,8      0t0 1070361747 pipe
            runc:[2:I 15638 root    3u     unix 0xffff881ff8273000      0t0 1070361341 socket
            docker-co 11646 root   26r     FIFO               0,18      0t0 1066700778 /run/x/init-stdout
            """);
        Assert.Equal(["pipe:[1070361747]", "socket:[1070361341]"], snapshot.Processes[15638].Files.Select(f => f.Target));
        Assert.Equal((false, true), (snapshot.Processes[15638].Files[0].CanRead, snapshot.Processes[15638].Files[0].CanWrite));
        Assert.Equal("/run/x/init-stdout", snapshot.Processes[11646].Files[0].Target);
    }

    [Theory]
    [InlineData("6:freezer:/docker/3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56")]
    [InlineData("0::/system.slice/docker-3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56.scope")]
    [InlineData("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56.scope")]
    [InlineData("0::/kubepods/burstable/pod6c43/crio-3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56.scope/container")]
    [InlineData("1:name=systemd:/kubepods/burstable/pod6c43/3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56")]
    public void CgroupPath_TellsTheContainer(string line) =>
        Assert.Equal("3c1b8d97c55aaff0e49cfc0a1901b5403ac85f769bcda4b4699cf30f46f40d56", ContainerNames.OfCgroup(line));

    [Fact]
    public void DockershimName_TellsThePod() => Assert.Equal("default/web1", ContainerNames.PodOf("/k8s_c_web1_default_6ffdca5b-72f0_0"));
}
