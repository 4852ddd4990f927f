using Unknot.Diagnosis.Waits.Rules;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits;

/// <summary>What one frame of a stack tells about why and for what a goroutine waits.</summary>
internal enum FrameRole
{
    /// <summary>An ordinary function.</summary>
    None,

    /// <summary>Runtime, poller or system-call plumbing: says how it waits, never for whom.</summary>
    Plumbing,
    MutexLock,
    RwMutexRead,
    RwMutexWrite,
    WaitGroupWait,
    CondWait,
    OnceDo,
    SemaphoreAcquire,

    /// <summary>The semaphore under a lock: its address lies inside the lock.</summary>
    RuntimeSemaphore,

    /// <summary>A unary gRPC call waits for its answer.</summary>
    GrpcInvoke,

    /// <summary>A ttrpc call waits for its answer.</summary>
    TtrpcCall,

    /// <summary>Client stub of a service; <see cref="FrameTraits.Detail"/> is <c>Service.Method</c>.</summary>
    ClientStub,

    /// <summary>Server side of a gRPC or ttrpc method; <see cref="FrameTraits.Detail"/> is <c>Service.Method</c> where the name tells.</summary>
    RpcHandler,

    /// <summary>An HTTP request was sent and its answer is awaited.</summary>
    HttpRoundTrip,

    /// <summary>An HTTP request is being served.</summary>
    HttpServe,

    /// <summary>A D-Bus call or the job signal that follows it.</summary>
    DbusCall,

    /// <summary>The exit of a child is awaited.</summary>
    ChildWait,

    /// <summary>A system call on a path or file system; <see cref="FrameTraits.Detail"/> is its name.</summary>
    FileSystemCall,

    /// <summary>A rate limiter's or sleep's timer.</summary>
    TimerWait,

    /// <summary>Marks a goroutine that is parked by design.</summary>
    Idle,
}

/// <summary>A frame's role, worked out once per distinct frame of a dump.</summary>
internal readonly record struct FrameTraits(FrameRole Role, string? Detail)
{
    /// <summary>Receiver type of the method, <c>pkg.(*T)</c>; null for a plain function.</summary>
    public string? Type { get; init; }

    /// <summary>Role of a frame by its function name; one table, so that a new library version is one line.</summary>
    public static FrameTraits Of(FrameSymbol frame) => OfFunction(frame.Function) with { Type = LockUse.TypeOf(frame.Function) };

    private static FrameTraits OfFunction(string f)
    {
        if (Sync(f) is { } sync) return new FrameTraits(sync, null);
        if (IsIdle(f)) return new FrameTraits(FrameRole.Idle, null);
        if (Rpc(f) is { } rpc) return rpc;
        if (Other(f) is { } other) return other;
        return new FrameTraits(IsPlumbing(f) ? FrameRole.Plumbing : FrameRole.None, null);
    }

    private static FrameRole? Sync(string f)
    {
        if (f.StartsWith("internal/sync.", StringComparison.Ordinal)) f = f["internal/".Length..];
        if (f.StartsWith("golang.org/x/sync/semaphore.(*Weighted).Acquire", StringComparison.Ordinal)) return FrameRole.SemaphoreAcquire;
        if (!f.StartsWith("sync.", StringComparison.Ordinal)) return f is "runtime.semacquire1" or "runtime.semacquire" ? FrameRole.RuntimeSemaphore : null;
        return f switch
        {
            "sync.(*Mutex).Lock" or "sync.(*Mutex).lockSlow" => FrameRole.MutexLock,
            "sync.(*RWMutex).RLock" => FrameRole.RwMutexRead,
            "sync.(*RWMutex).Lock" => FrameRole.RwMutexWrite,
            "sync.(*WaitGroup).Wait" => FrameRole.WaitGroupWait,
            "sync.(*Cond).Wait" or "sync.runtime_notifyListWait" or "sync.runtime_Syncsemacquire" => FrameRole.CondWait,
            "sync.(*Once).Do" or "sync.(*Once).doSlow" => FrameRole.OnceDo,
            _ when f.StartsWith("sync.runtime_Sem", StringComparison.Ordinal) => FrameRole.RuntimeSemaphore,
            _ => FrameRole.Plumbing,
        };
    }

    private static FrameTraits? Rpc(string f)
    {
        if (f.Contains("grpc.invoke", StringComparison.Ordinal) || f.EndsWith("grpc.Invoke", StringComparison.Ordinal)
            || f.EndsWith("grpc.(*ClientConn).Invoke", StringComparison.Ordinal))
        {
            return new FrameTraits(FrameRole.GrpcInvoke, null);
        }

        if (f.EndsWith("ttrpc.(*Client).dispatch", StringComparison.Ordinal) || f.EndsWith("ttrpc.(*Client).Call", StringComparison.Ordinal))
            return new FrameTraits(FrameRole.TtrpcCall, null);
        if (RpcNames.Handler(f) is { } handled) return new FrameTraits(FrameRole.RpcHandler, handled);
        return RpcNames.ClientStub(f) is { } called ? new FrameTraits(FrameRole.ClientStub, called) : null;
    }

    private static FrameTraits? Other(string f)
    {
        if (f is "net/http.(*persistConn).roundTrip") return new FrameTraits(FrameRole.HttpRoundTrip, null);
        if (f is "net/http.(*conn).serve" or "net/http.serverHandler.ServeHTTP") return new FrameTraits(FrameRole.HttpServe, null);
        if (DbusMethod(f) is { } method) return new FrameTraits(FrameRole.DbusCall, method);
        if (f.StartsWith("os.(*Process).", StringComparison.Ordinal) && (f.EndsWith("ait", StringComparison.Ordinal) || f.EndsWith("blockUntilWaitable", StringComparison.Ordinal) || f.EndsWith("pidfdWait", StringComparison.Ordinal)))
            return new FrameTraits(FrameRole.ChildWait, null);
        if (f.EndsWith("reaper.(*Monitor).Wait", StringComparison.Ordinal) || f.EndsWith("go-runc.(*defaultMonitor).Wait", StringComparison.Ordinal)
            || f.EndsWith("sys/reaper.(*Monitor).WaitTimeout", StringComparison.Ordinal))
        {
            return new FrameTraits(FrameRole.ChildWait, null);
        }

        if (f.EndsWith("rate.(*Limiter).WaitN", StringComparison.Ordinal) || f.EndsWith("flowcontrol.(*tokenBucketRateLimiter).Wait", StringComparison.Ordinal))
            return new FrameTraits(FrameRole.TimerWait, "rate limit");
        return FileSystemCall(f) is { } call ? new FrameTraits(FrameRole.FileSystemCall, call) : null;
    }

    private static string? DbusMethod(string f)
    {
        int name = f.LastIndexOf('.');
        if (f.Contains("godbus/dbus", StringComparison.Ordinal) && (f.EndsWith("(*Object).Call", StringComparison.Ordinal) || f.EndsWith("(*Object).CallWithContext", StringComparison.Ordinal)))
            return "";
        // Methods of the manager only: the connection's own goroutines (dispatch.func1) wait for signals by design.
        if (f.Contains("go-systemd/", StringComparison.Ordinal) && f.Contains("dbus.(*Conn).", StringComparison.Ordinal)) return char.IsUpper(f[name + 1]) ? f[(name + 1)..] : f.EndsWith("startJob", StringComparison.Ordinal) ? "" : null;
        bool runcSystemd = f.Contains("/cgroups/", StringComparison.Ordinal) && f.Contains("systemd", StringComparison.Ordinal);
        if (runcSystemd && (f.EndsWith(".Apply", StringComparison.Ordinal) || f.EndsWith(".startUnit", StringComparison.Ordinal))) return "StartTransientUnit";
        return f.EndsWith("systemd.UseSystemd", StringComparison.Ordinal) ? "StartTransientUnit" : null;
    }

    private static string? FileSystemCall(string f) => f switch
    {
        "syscall.fstatat" or "syscall.Stat" or "syscall.Lstat" or "syscall.Fstatat" or "syscall.stat" or "syscall.lstat" or "golang.org/x/sys/unix.Stat"
            or "golang.org/x/sys/unix.Fstatat" or "golang.org/x/sys/unix.Lstat" or "os.Stat" or "os.Lstat" or "os.statNolog" or "os.lstatNolog" => "stat",
        "syscall.Statfs" or "golang.org/x/sys/unix.Statfs" => "statfs",
        "golang.org/x/sys/unix.Mount" or "syscall.Mount" or "golang.org/x/sys/unix.mount" or "syscall.mount" => "mount",
        "golang.org/x/sys/unix.Unmount" or "syscall.Unmount" or "golang.org/x/sys/unix.umount2" => "umount",
        "syscall.Fsync" or "os.(*File).Sync" or "internal/poll.(*FD).Fsync" => "fsync",
        "syscall.Fdatasync" or "golang.org/x/sys/unix.Fdatasync" => "fdatasync",
        "syscall.Getdents" or "syscall.ReadDirent" => "getdents",
        "syscall.Chdir" or "os.Chdir" => "chdir",
        "syscall.unlinkat" or "syscall.rmdir" or "syscall.Rmdir" or "golang.org/x/sys/unix.Unlinkat" => "unlink",
        _ when f.EndsWith("bolt.fdatasync", StringComparison.Ordinal) || f.EndsWith("bbolt.fdatasync", StringComparison.Ordinal) => "fdatasync",
        _ => null,
    };

    // Long-lived by design: their waits are no sign of anything.
    private static bool IsIdle(string f) =>
        f.EndsWith("fifo.openFifo", StringComparison.Ordinal) || f.Contains("fifo.openFifo.func", StringComparison.Ordinal)
        || f.EndsWith("(*taskClient).Wait", StringComparison.Ordinal) || f.EndsWith("(*tasksClient).Wait", StringComparison.Ordinal)
        || f.EndsWith("Service).WaitContainer", StringComparison.Ordinal)
        || f.EndsWith("(*Daemon).ContainerWait", StringComparison.Ordinal) || f.EndsWith("(*containerRouter).postContainersWait", StringComparison.Ordinal)
        || f.EndsWith("os/signal.loop", StringComparison.Ordinal);

    private static bool IsPlumbing(string f) =>
        f.StartsWith("runtime.", StringComparison.Ordinal) || f.StartsWith("internal/poll.", StringComparison.Ordinal)
        || f.StartsWith("syscall.", StringComparison.Ordinal) || f.StartsWith("internal/runtime/", StringComparison.Ordinal)
        || f.StartsWith("golang.org/x/sys/unix.", StringComparison.Ordinal) || f.StartsWith("internal/syscall/", StringComparison.Ordinal);
}
