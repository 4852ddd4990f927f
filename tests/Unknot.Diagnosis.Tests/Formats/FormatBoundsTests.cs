using System.Text;
using CsCheck;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;

namespace Unknot.Diagnosis.Tests.Formats;

public sealed class FormatBoundsTests
{
    // Pieces of real inputs, so that garbage gets past the first check of each format.
    private static readonly string[] Pieces =
    [
        "  PID  PPID STAT WCHAN COMMAND", "root 15581 11646 0 Jun17 ? 00:00:00 runc", "u_str ESTAB 0 0 * 85324 * 85325 users:((\"a\",pid=1,fd=2))", "unix  2 [ ACC ] STREAM LISTENING 1 2/x /y",
        "a on /b type c (d)", "36 35 98:0 / /mnt rw shared:2 - ext3 /dev/root rw", "COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME", "[<0>] f+0x1/0x2", "== tid 1 comm a state S wchan b syscall 1 0x2",
        "Name:\ta", "State:\tS", "Pid:\t1", "1 (a) S 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9", "lrwx------ 1 root root 64 Nov 23 18:07 3 -> socket:[1]", "CONTAINER ID   IMAGE   NAMES", "NAME   READY   STATUS   RESTARTS",
        "NAME STATUS  ROLES  AGE  VERSION", "INFO: task a:1 blocked for more than 120 seconds.", "Call Trace:", "I1123 18:25:38.804120   17033 a.go:59] PLEG is not healthy: pleg was last seen active 3m ago",
        "time=\"2026-11-23T18:24:30Z\" level=info msg=\"no space left on device", "{\"msg\":\"no space left on device\",\"time\":\"x\"}", "MESSAGE=no space left on device", "__REALTIME_TIMESTAMP=99999999999999999999",
        "[pid 1] write(2, \"a\"", "Process 1 attached", "NAME PID PROCESS USER CONNECTION UNIT", ":1.1 1 systemd root", "/a/freezer.state:FROZEN", " 1:00 up 1 day, load average: 1", "kind: Node", "UNIT LOAD ACTIVE SUB DESCRIPTION", "● a.service loaded failed failed x", "JOB UNIT TYPE STATE", "1 a.service start waiting", "● a.service - b\n   Active: failed (x)\n   Main PID: 1 (a)", "2 loaded units listed.", "kubelet_pleg_x{le=\"1", "kubelet_pleg_x{le=\"1\"} 3", "{\"kind\":\"Node\"}",
        "  Ready False Fri, 28 Jun 2019 10:26:21 +0800 Thu, 27 Jun 2019 07:14:38 +0800 A b", "Name: n", " Engine:", "  Version: 1", "\0", "\r\n", "\n", "\t", " ", "9999999999999999999999", "-", ":", "é", "\uD800",
    ];

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<string> Text = Gen.OneOf(OneOf(Pieces), OneOf("\n", "\n", " ", "  "), Gen.String[0, 12]).Array[0, 30].Select(string.Concat);

    private static readonly (string Path, Action<FormatInput> Read, Func<TextDocument, bool> Recognise)[] Formats =
    [
        ("x", PsFormat.Read, PsFormat.Recognise),
        ("x", SsFormat.Read, SsFormat.Recognise),
        ("x", NetstatFormat.Read, NetstatFormat.Recognise),
        ("x", MountFormat.Read, MountFormat.Recognise),
        ("x", LsofFormat.Read, LsofFormat.Recognise),
        ("x", ProcStatusFormat.Read, ProcStatusFormat.Recognise),
        ("x", ProcFdFormat.Read, ProcFdFormat.Recognise),
        ("proc/1/fd", ProcFormat.Read, t => ProcFormat.Recognise(t, ProcPath.Of("proc/1/fd"))),
        ("proc/1/stat", ProcFormat.Read, t => ProcFormat.Recognise(t, ProcPath.Of("proc/1/stat"))),
        ("proc/1/stack", ProcFormat.Read, t => ProcFormat.Recognise(t, ProcPath.Of("proc/1/stack"))),
        ("proc/1/threads", ProcFormat.Read, t => ProcFormat.Recognise(t, ProcPath.Of("proc/1/threads"))),
        ("proc/1/syscall", ProcFormat.Read, t => ProcFormat.Recognise(t, ProcPath.Of("proc/1/syscall"))),
        ("proc/1/cmdline", ProcFormat.Read, t => ProcFormat.Recognise(t, ProcPath.Of("proc/1/cmdline"))),
        ("proc/1/cgroup", ProcFormat.Read, t => ProcFormat.Recognise(t, ProcPath.Of("proc/1/cgroup"))),
        ("x", ContainerTableFormat.Read, ContainerTableFormat.Recognise),
        ("x", KubectlTableFormat.Read, t => KubectlTableFormat.SourceOf(t) is not null),
        ("x", NodeDescribeFormat.Read, NodeDescribeFormat.Recognise),
        ("x", StraceFormat.Read, StraceFormat.Recognise),
        ("x", BusctlFormat.Read, BusctlFormat.Recognise),
        ("x", FreezerFormat.Read, FreezerFormat.Recognise),
        ("x", UptimeFormat.Read, UptimeFormat.Recognise),
        ("x", VersionFormat.Read, VersionFormat.Recognise),
        ("x", SystemctlFormat.Read, SystemctlFormat.Recognise),
        ("x", MetricsFormat.Read, MetricsFormat.Recognise),
    ];

    [Fact]
    public void Garbage_NoFormatThrows() => Text.Sample(
        text =>
        {
            foreach ((string path, Action<FormatInput> read, Func<TextDocument, bool> recognise) in Formats)
            {
                _ = recognise(TextDocument.Of(text));
                EvidenceSnapshot snapshot = FormatRun.Read(read, text, path);
                Assert.All(snapshot.Processes.Keys, pid => Assert.True(pid > 0));
            }
        },
        iter: 3_000);

    [Fact]
    public void Garbage_LogScannerDoesNotThrow() => Text.Sample(text => Assert.All(FormatRun.Scan(text).Logs, log => Assert.Contains(log.Kind, LogPatterns.Kinds)), iter: 10_000);

    [Fact]
    public void GarbageBytes_LogScannerAndObjectsDoNotThrow() => Gen.Byte.Array[0, 300].Sample(
        bytes =>
        {
            LogScanner.Scan(bytes, new EvidenceFile("x", "x"), new EvidenceSnapshot(), null);
            _ = LogScanner.Recognise(bytes);
            ApiObjectFormat.Read(DataDocuments.Read(bytes), new EvidenceFile("x", "x"), new EvidenceSnapshot());
            _ = TextDocument.Of(bytes).Lines.Count;
        },
        iter: 10_000);

    [Fact]
    public void GarbageObjects_DoNotThrow() => OneOf(
        "kind: ", "Node", "Pod", "Event", "\n", "  ", "- ", "metadata:", "status:", "conditions:", "name: ", "x", "items:", "&a ", "*a", "{", "}", "[", "]", "\"", ":", ",", "null", "1", "containerStatuses:", "|", ">", "'", "---\n").Array[0, 40].Select(string.Concat)
        .Sample(
            text =>
            {
                foreach (string prefix in (string[])["kind: Node\n", "---\n", "{\"kind\":\"Node\",", "["])
                {
                    EvidenceSnapshot snapshot = FormatRun.Objects(prefix + text);
                    Assert.True(snapshot.Nodes.Count <= Encoding.UTF8.GetByteCount(text) + 1);
                }
            },
            iter: 10_000);
}
