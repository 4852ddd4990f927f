using System.Text;

namespace Unknot.Fuzz;

/// <summary>Inputs that cost more than their length where a reader goes back, nests or copies: each of any length.</summary>
public static class HostileShapes
{
    private const string Header = "goroutine 1 [running]:\n", Frame = "main.f(0x1)\n\t/src/x.go:9 +0x1\n", Begin = "=== BEGIN goroutine stack dump ===\n", End = "=== END goroutine stack dump ===\n";

    /// <summary>Names and bytes of the shapes that are made for the dump parser.</summary>
    public static readonly IReadOnlyDictionary<string, Func<int, byte[]>> Dumps = new Dictionary<string, Func<int, byte[]>>
    {
        ["braces"] = n => Repeat(Header + "main.f(", "{", n),
        ["braces in lines"] = n => Repeat(Header, "main.f(" + new string('{', 4000) + new string('}', 4000) + ")\n\t/x.go:1 +0x1\n", n),
        ["created by"] = n => Repeat(Header, "created by main.f\n", n),
        ["created by, files"] = n => Repeat(Header, "created by main.f in goroutine 1\n\t/src/x.go:9 +0x1\n", n),
        ["one line"] = n => Repeat(Header, "x", n),
        ["one header"] = n => Repeat("goroutine 1 [", "running, ", n),
        ["one file line"] = n => Repeat(Header + "main.f()\n\t", "/x.go:1 +0x1", n),
        ["empty lines"] = n => Repeat(Header + Frame, "\n", n),
        ["carriage returns"] = n => Repeat(Header + Frame, "\r", n),
        ["headers"] = n => Repeat("", Header, n),
        ["headers, blank lines"] = n => Repeat("", Header + "\n\n", n),
        ["one deep stack"] = n => Repeat(Header, Frame, n),
        ["frames without header"] = n => Repeat("", Frame + "\n", n),
        ["ancestors"] = n => Repeat(Header + Frame, "[originating from goroutine 1]:\nmain.f(...)\n\t/x.go:1 +0x1\n", n),
        ["registers"] = n => Repeat(Header + Frame + "\n", "rax    0x0\n", n),
        ["markers"] = n => Repeat("", Begin, n),
        ["markers around headers"] = n => Repeat("", Begin + Header + Frame + "\n" + End, n),
        ["markers reversed"] = n => Repeat("", End + "\n\t/src/x.go:9 +0x1\nmain.f(0x1)\n" + Header + Begin, n),
        ["escapes of escapes"] = n => Repeat("time=\"2026-11-23T18:24:28Z\" level=info msg=\"=== BEGIN goroutine stack dump ===\\n" + "goroutine 1 [running]:\\n", "\\\\\\\\\\\\n\\\\t", n),
        ["messages not closed"] = n => Repeat("", "time=\"2026-11-23T18:24:28Z\" level=info msg=\"goroutine 1 [running]:\\nmain.f()\\n\\t/x.go:1\n", n),
        ["escaped dumps"] = n => Repeat("", "time=\"2026-11-23T18:24:28Z\" level=info msg=\"goroutine 1 [running]:\\nmain.f()\\n\\t/x.go:1 +0x1\\n\"\n", n),
        ["JSON in JSON"] = n => Repeat("goroutine 1 [running]:\n", "{\"log\":\"{\\\"log\\\":\\\"{", n),
        ["JSON lines"] = n => Repeat("", "{\"log\":\"goroutine 1 [running]:\\n\",\"stream\":\"stderr\"}\n", n),
        ["prefixes in one line"] = n => Repeat(Header, "Nov 23 18:24:28 n x[1]: ", n),
        ["quote marks"] = n => Repeat(Header, "> ", n),
        ["quote marks in lines"] = n => Repeat("", new string('>', 500) + " " + Header, n),
        ["markup"] = n => Repeat(Header, "<", n),
        ["markup lines"] = n => Repeat("", "<b>&lt;goroutine 1 [running]:<br>\n", n),
        ["processes"] = n => Numbered("Nov 23 18:24:28 n x[{0}]: goroutine 1 [running]:\n", n),
        ["states"] = n => Numbered("goroutine {0} [state {0}]:\nmain.f{0}(0x{0})\n\t/src/x.go:{0} +0x1\n\n", n),
        ["labels"] = n => Repeat("goroutine 1 [running, labels:{", "\"a\":\"b\", ", n),
        ["profile entry"] = n => Repeat("goroutine profile: total 1\n1 @", " 0x1", n),
        ["profile entries"] = n => Repeat("goroutine profile: total 1\n", "1 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/x.go:1\n\n", n),
        ["profiles"] = n => Repeat("", "goroutine profile: total 1\n1 @ 0x1\n#\t0x1\tmain.f+0x1\t/x.go:1\n\n", n),
        ["journal export"] = n => Repeat("__REALTIME_TIMESTAMP=1\n", "MESSAGE\n\x0b\0\0\0\0\0\0\0goroutine 1\n\n", n),
    };

    /// <summary>The same for the other evidence.</summary>
    public static readonly IReadOnlyDictionary<string, Func<int, byte[]>> Evidence = new Dictionary<string, Func<int, byte[]>>
    {
        ["JSON arrays"] = n => Repeat("", "[", n),
        ["JSON objects"] = n => Repeat("", "{\"a\":", n),
        ["JSON documents"] = n => Repeat("", "{}\n", n),
        ["YAML lists"] = n => Repeat("apiVersion: v1\n", "- ", n),
        ["YAML flow"] = n => Repeat("apiVersion: ", "[", n),
        ["YAML keys"] = n => Repeat("apiVersion: v1\n", "? ", n),
        ["YAML deep"] = n => Repeat("apiVersion: v1\na: ", "{a: ", n),
        ["YAML aliases"] = n => Repeat("apiVersion: v1\na: &a [1,2,3,4,5,6,7,8,9]\nb: [", "*a, ", n),
        ["YAML documents"] = n => Repeat("---\n", "kind: Node\n---\n", n),
        ["process rows"] = n => Numbered("root {0} 1 0 10:00 ? 00:00:00 runc\n", n, "UID PID PPID C STIME TTY TIME CMD\n"),
        ["process headers"] = n => Repeat("", "UID PID PPID C STIME TTY TIME CMD\n", n),
        ["one process row"] = n => Repeat("UID PID PPID C STIME TTY TIME CMD\nroot 1 1 0 10:00 ? 00:00:00 ", "runc ", n),
        ["blanks"] = n => Repeat("UID PID PPID C STIME TTY TIME CMD\nroot", " ", n),
        ["socket owners"] = n => Repeat("u_str ESTAB 0 0 /run/x.sock 1 * 2 users:(", "(\"a\",pid=1,fd=3),", n),
        ["sockets"] = n => Numbered("u_str ESTAB 0 0 /run/x.sock {0} * {0} users:((\"a\",pid={0},fd=3))\n", n, "Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"),
        ["sections"] = n => Repeat("", "==> /proc/1/stack <==\n", n),
        ["prompts"] = n => Repeat("", "# cat /proc/1/stack\n[<0>] f+0x1/0x2\n", n),
        ["hung tasks"] = n => Numbered("[1.0] INFO: task runc:{0} blocked for more than 120 seconds.\n[1.1] Call Trace:\n[1.2]  f+0x1/0x2\n", n),
        ["call traces"] = n => Repeat("[1.0] INFO: task runc:1 blocked for more than 120 seconds.\n", "[1.1] Call Trace:\n", n),
        ["log lines"] = n => Repeat("", "Nov 23 18:24:28 n kubelet[1]: PLEG is not healthy: pleg was last seen active 3m12s ago\n", n),
        ["one log line"] = n => Repeat("Nov 23 18:24:28 n kubelet[1]: ", "PLEG is not healthy: ", n),
        ["log JSON"] = n => Repeat("{\"msg\":\"", "\\\\\\\"", n),
        ["strace"] = n => Numbered("[pid {0}] write(1, \"x\", 1 <unfinished ...>\n", n),
        ["mounts"] = n => Numbered("a{0} on /mnt/{0} type nfs4 (rw,hard)\n", n),
        ["cgroups"] = n => Repeat("0::", "/docker-0123456789abcdef", n),
        ["describe"] = n => Repeat("Name: n\nConditions:\n  Type Status\n", "  Ready  False\n", n),
        ["containers"] = n => Numbered("0123456789ab   img{0}   \"sh\"   2 days ago   Up 2 days   k8s_c_p_d_u_0\n", n, "CONTAINER ID   IMAGE   COMMAND   CREATED   STATUS   NAMES\n"),
    };

    private static byte[] Repeat(string start, string piece, int length)
    {
        byte[] bytes = new byte[length], first = Encoding.Latin1.GetBytes(start), next = Encoding.Latin1.GetBytes(piece);
        first.CopyTo(bytes, 0);
        for (int at = first.Length; at < length; at += next.Length) next.AsSpan(0, Math.Min(next.Length, length - at)).CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private static byte[] Numbered(string format, int length, string start = "")
    {
        StringBuilder text = new(start, length + 200);
        for (int i = 1; text.Length < length; i++) text.AppendFormat(null, format, i);
        return Encoding.Latin1.GetBytes(text.ToString(0, length));
    }
}
