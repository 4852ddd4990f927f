using System.Text;

namespace Unknot.Fuzz;

/// <summary>One small input of each form that is written nowhere in the repository as a file.</summary>
public static class TextSeeds
{
    private const string Stack = """
        goroutine 7 gp=0xc000102380 m=3 mp=0xc000100008 [sync.Mutex.Lock, 12 minutes, locked to thread, labels:{"pod":"a"}]:
        internal/sync.runtime_SemacquireMutex(0xc00011e0a4?, 0x80?, {0x1, {0x2?, ...}, _})
        	runtime/sema.go:95 +0x25 fp=0xc00 sp=0xc01 pc=0x47
        main.(*Map[...]).Do.func1.2(...)
        	C:/Program Files/x.go:12
        ...additional frames elided...
        created by main.main in goroutine 1
        	/src/main.go:66 +0x2fd
        [originating from goroutine 1]:
        main.main(...)
        	/src/main.go:70

        goroutine 1 [running]:
        	goroutine running on other thread; stack unavailable
        rax    0x0

        """;

    /// <summary>Dumps in each wrapping.</summary>
    public static IEnumerable<byte[]> Dumps() => new[]
    {
        Stack,
        Stack.Replace("\n", "\r\n"),
        PerLine("Nov 23 18:24:28 node-a dockerd[1234]: "),
        PerLine("2026-11-23T18:24:28.123Z stderr F "),
        PerLine("{\"log\":\"").Replace("\n", "\\n\",\"stream\":\"stderr\"}\n"),
        string.Join('\n', Stack.Split('\n').Reverse()),
        "time=\"2026-11-23T18:24:28Z\" level=info msg=\"=== BEGIN goroutine stack dump ===\\n" + Escaped() + "\\n=== END goroutine stack dump ===\" path=/run/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef pid=5\n",
        "{\"msg\":\"" + Escaped() + "\",\"pid\":5}\n{\"MESSAGE\":[103,111,114,111,117,116,105,110,101,32,49,32,91,114,117,110,110,105,110,103,93,58,10]}\n",
        "<pre>" + Stack.Replace("<", "&lt;") + "</pre>\n",
        "__REALTIME_TIMESTAMP=1700000000000000\n_COMM=dockerd\n_PID=12\nMESSAGE\n\x15\0\0\0\0\0\0\0goroutine 1 [running]:\n\n",
        "goroutine profile: total 7\n3 @ 0x43e0d6 0x44f2c5\n# labels: {\"a\":\"b\"}\n#\t0x43e0d5\tsync.runtime_Semacquire+0x25\t/go/src/runtime/sema.go:62\n\n4 @ 0x1 0x2\n#\t0x1\tmain.main+0x1\t/x.go:1\n",
        "\x0a\x04\x08\x01\x10\x02\x12\x06\x0a\x02\x01\x02\x12\x01\x03\x1a\x0a\x08\x01\x10\x01\x18\x80\x80\x02\x20\x01\"\x06\x08\x01\x22\x02\x08\x01*\x06\x08\x01\x10\x03\x18\x03\x32\x00\x32\x09goroutine\x32\x05count\x32\x01f",
    }.Select(Encoding.Latin1.GetBytes);

    /// <summary>Other evidence, with a path where the path counts.</summary>
    public static IEnumerable<(string Path, byte[] Content)> Evidence() => new (string Path, string Text)[]
    {
        ("ps.txt", "USER PID PPID %CPU STAT WCHAN START TIME ELAPSED COMMAND\nroot 1 0 0.0 Ss ep_poll 10:00 0:01 1-02:03:04 /sbin/init\nroot 77 1 0.1 Dl pipe_w Jun17 0:00 12:00 runc --root /run init\n"),
        ("ps-ef", "UID          PID    PPID  C STIME TTY          TIME CMD\nroot           1       0  0 Nov23 ?        00:00:03 /sbin/init\nroot         812       1  0 10:01 ?        00:01:00 /usr/bin/dockerd -H fd://\n"),
        ("top", "top - 10:00:00 up 3 days,  2:01,  1 user,  load average: 0.1, 0.2, 0.3\n  PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n    7 root      20   0  1.2g   10m   4m D  99.9   0.1   1:00.00 kubelet\n"),
        ("ss", "Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\nu_str LISTEN 0 128 /run/containerd/containerd.sock 12345 * 0 users:((\"containerd\",pid=7,fd=3)) <->\nu_str ESTAB 0 999 * 22 * 23 users:((\"dockerd\",pid=8,fd=4))\n"),
        ("netstat", "Active UNIX domain sockets (servers and established)\nProto RefCnt Flags       Type       State         I-Node   PID/Program name     Path\nunix  2      [ ACC ]     STREAM     LISTENING     12345    7/containerd         /run/x.sock\n"),
        ("proc/7/status", "Name:\trunc\nState:\tD (disk sleep)\nTgid:\t7\nPid:\t7\nPPid:\t1\nTracerPid:\t0\nThreads:\t3\n"),
        ("proc/7/stat", "7 (a) b) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 3 0 123456 1 2 18446744073709551615\n"),
        ("proc/7/stack", "[<0>] pipe_write+0x1f/0x30\n[<ffffffff8123>] vfs_write+0x10/0x20\n[<0>] do_syscall_64+0x5b/0x1a0\n"),
        ("proc/7/syscall", "1 0x2 0xc000 0x1000 0x0 0x0 0x0 0x7ffe 0x47aa\n"),
        ("proc/7/cgroup", "0::/kubepods.slice/kubepods-pod1.slice/docker-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.scope\n"),
        ("proc/7/fd", "total 0\nlr-x------ 1 root root 64 Nov 23 10:00 0 -> /dev/null\nl-wx------ 1 root root 64 Nov 23 10:00 1 -> pipe:[123]\nlrwx------ 1 root root 64 Nov 23 10:00 3 -> socket:[12345]\n"),
        ("proc/7/mountinfo", "22 1 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw\n36 25 0:32 / /mnt/nfs\\040a rw master:1 - nfs4 10.0.0.1:/x rw,hard\n"),
        ("lsof", "COMMAND PID TID USER FD TYPE DEVICE SIZE/OFF NODE NAME\nrunc 7 root 1w FIFO 0,13 0t0 123 pipe\nrunc 7 root 3u unix 0xffff 0t0 12345 /run/x.sock type=STREAM\n"),
        ("dmesg", "[12345.678901] INFO: task runc:77 blocked for more than 120 seconds.\n[12345.678902]       Not tainted 5.10.0 #1\n[12345.7] task:runc state:D stack:0 pid:77 ppid:1 flags:0x00\n[12345.8] Call Trace:\n[12345.9]  __schedule+0x1/0x2\n[12346.0]  nfs_wait_bit_killable+0x1/0x2 [nfs]\n"),
        ("kubelet.log", "I1123 18:24:28.123456    1234 kubelet.go:2000] skipping pod synchronization - PLEG is not healthy: pleg was last seen active 3m12s ago; threshold is 3m0s.\nE1123 18:24:29.0 1 a.go:1] rpc error: code = DeadlineExceeded\n"),
        ("dockerd.log", "time=\"2026-11-23T18:24:28.123Z\" level=error msg=\"Handler for GET /v1.40/containers/x/json returned error: context canceled\" container=0123456789ab\nNov 23 18:24:28 n systemd[1]: dbus.service: Main process exited\n"),
        ("journal.json", "{\"__REALTIME_TIMESTAMP\":\"1700000000000000\",\"_PID\":\"7\",\"SYSLOG_IDENTIFIER\":\"dockerd\",\"MESSAGE\":\"Processing signal 'terminated'\"}\n{\"MESSAGE\":[97,98,255],\"_PID\":\"x\"}\n"),
        ("node.yaml", "apiVersion: v1\nkind: Node\nmetadata: {name: n, annotations: &a {b: \"c\"}}\nstatus:\n  conditions:\n  - type: Ready\n    status: \"False\"\n    lastTransitionTime: \"2026-11-23T18:24:28Z\"\n    message: |\n      PLEG is not healthy\n  nodeInfo: {kubeletVersion: v1.20.4, containerRuntimeVersion: \"docker://20.10.7\", kernelVersion: 5.10.0}\n"),
        ("pods.json", "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"d\",\"uid\":\"u\",\"deletionTimestamp\":\"2026-11-23T18:24:28Z\"},\"spec\":{\"nodeName\":\"n\"},\"status\":{\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"c\",\"containerID\":\"docker://0123456789ab\",\"restartCount\":3}]}}]}\n"),
        ("describe", "Name:               n\nConditions:\n  Type  Status  LastHeartbeatTime  LastTransitionTime  Reason  Message\n  ----  ------  -----------------  ------------------  ------  -------\n  Ready  False  Mon, 23 Nov 2026 18:24:28 +0000  Mon, 23 Nov 2026 18:24:28 +0000  KubeletNotReady  PLEG is not healthy\nSystem Info:\n  Kernel Version: 5.10\n"),
        ("get-pods", "NAMESPACE NAME READY STATUS RESTARTS AGE IP NODE\ndefault p-1 0/1 Terminating 3 (2d ago) 12d <none> n\n"),
        ("docker-ps", "CONTAINER ID   IMAGE     COMMAND   CREATED       STATUS       PORTS     NAMES\n0123456789ab   img       \"sh\"      2 days ago    Up 2 days              k8s_c_p_d_u_0\n"),
        ("inspect.json", "[{\"Id\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"Name\":\"/k8s_c\",\"State\":{\"Status\":\"running\",\"Pid\":77},\"Config\":{\"Image\":\"i\"}}]\n"),
        ("strace", "[pid  77] 10:00:00.000001 write(1, \"x\", 1 <unfinished ...>\n[pid  78] futex(0xc000, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>\n77 read(3, strace: Process 77 detached\n"),
        ("busctl", "NAME PID PROCESS USER CONNECTION UNIT SESSION DESCRIPTION\n:1.7 77 dockerd root :1.7 docker.service - -\norg.freedesktop.systemd1 1 systemd root :1.0 init.scope - -\n"),
        ("sys/fs/cgroup/freezer/docker/0123456789ab/freezer.state", "FROZEN\n"),
        ("cgroup.events", "populated 1\nfrozen 1\n"),
        ("uptime", " 10:00:00 up 3 days,  2:01,  1 user,  load average: 0.10, 0.20, 0.30\n"),
        ("version", "Client: Docker Engine - Community\n Version:           20.10.7\nServer:\n Engine:\n  Version: 20.10.7\n containerd:\n  Version: 1.4.6\nLinux n 5.10.0-1 #1 SMP x86_64 GNU/Linux\nsystemd 245 (245.4)\n"),
        ("ticket.txt", "[root@n ~]# cat /proc/77/stack\n[<0>] pipe_write+0x1/0x2\n[root@n ~]# ps -ef\nUID PID PPID C STIME TTY TIME CMD\nroot 77 1 0 10:00 ? 00:00:00 runc init\n==> /proc/77/wchan <==\npipe_write\n"),
    }.Select(e => (e.Path, Encoding.UTF8.GetBytes(e.Text)));

    private static string PerLine(string prefix) => string.Concat(Stack.TrimEnd('\n').Split('\n').Select(l => prefix + l.Replace("\"", "\\\"") + "\n"));

    private static string Escaped() => Stack.Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\t", "\\t");
}
