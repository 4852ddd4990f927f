namespace Unknot.Diagnosis.Waits;

/// <summary>Kinds as the JSON report and the finding catalogue spell them.</summary>
internal static class Kinds
{
    public static string Name(ResourceKind kind) => kind switch
    {
        ResourceKind.Mutex => "mutex",
        ResourceKind.RwMutex => "rwmutex",
        ResourceKind.Cond => "cond",
        ResourceKind.WaitGroup => "waitgroup",
        ResourceKind.Once => "once",
        ResourceKind.Semaphore => "semaphore",
        ResourceKind.Channel => "channel",
        ResourceKind.Rpc => "rpc",
        ResourceKind.Http => "http",
        ResourceKind.DbusReply => "dbus-reply",
        ResourceKind.ChildExit => "child-exit",
        ResourceKind.Pipe => "pipe",
        ResourceKind.UnixSocket => "unix-socket",
        ResourceKind.Mount => "mount",
        ResourceKind.Freezer => "frozen-cgroup",
        ResourceKind.KernelLock => "kernel-lock",
        ResourceKind.Syscall => "syscall",
        ResourceKind.Timer => "timer",
        ResourceKind.Network => "network",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of resource"),
    };

    public static string Name(WaiterKind kind) => kind switch
    {
        WaiterKind.Goroutine => "goroutine",
        WaiterKind.Thread => "thread",
        WaiterKind.Process => "process",
        _ => "external",
    };

    public static string Name(Certainty certainty) => certainty switch
    {
        Certainty.Exact => "exact",
        Certainty.Inferred => "inferred",
        _ => "assumed",
    };
}
