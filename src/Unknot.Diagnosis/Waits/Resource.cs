namespace Unknot.Diagnosis.Waits;

/// <summary>What kind of thing is waited for. The names in kebab-case are part of the JSON contract.</summary>
public enum ResourceKind
{
    /// <summary><c>sync.Mutex</c>.</summary>
    Mutex,

    /// <summary><c>sync.RWMutex</c>.</summary>
    RwMutex,

    /// <summary><c>sync.Cond</c>.</summary>
    Cond,

    /// <summary><c>sync.WaitGroup</c>.</summary>
    WaitGroup,

    /// <summary><c>sync.Once</c>.</summary>
    Once,

    /// <summary>A runtime or <c>x/sync</c> semaphore of another kind.</summary>
    Semaphore,

    /// <summary>A channel, or a select over several.</summary>
    Channel,

    /// <summary>A gRPC or ttrpc call.</summary>
    Rpc,

    /// <summary>An HTTP request: the Docker API, a plugin.</summary>
    Http,

    /// <summary>The reply to a D-Bus call.</summary>
    DbusReply,

    /// <summary>The exit of a child process.</summary>
    ChildExit,

    /// <summary>A pipe or FIFO.</summary>
    Pipe,

    /// <summary>A unix socket.</summary>
    UnixSocket,

    /// <summary>A file system.</summary>
    Mount,

    /// <summary>A frozen cgroup.</summary>
    Freezer,

    /// <summary>A lock or wait inside the kernel.</summary>
    KernelLock,

    /// <summary>A system call that has not returned, of no kind above.</summary>
    Syscall,

    /// <summary>A timer or a rate limit.</summary>
    Timer,

    /// <summary>A network connection.</summary>
    Network,
}

/// <summary>Something that is waited for.</summary>
public sealed class Resource
{
    internal Resource(string id, ResourceKind kind, string label)
    {
        Id = id;
        Kind = kind;
        Label = label;
    }

    /// <summary>Stable within a report: <c>dockerd/mutex 0xc001112900</c>, <c>rpc Tasks.Create</c>.</summary>
    public string Id { get; }

    /// <summary>What kind of thing it is.</summary>
    public ResourceKind Kind { get; }

    /// <summary>A few words for the chain: <c>container lock 0xc001112900</c>, <c>exit of runc create (18398)</c>.</summary>
    public string Label { get; internal set; }

    /// <summary>Address in its process; null when it has none or it is not known.</summary>
    public ulong? Address { get; internal set; }

    /// <summary>File-system path, socket path or mount point; null when none.</summary>
    public string? Path { get; internal set; }

    /// <summary>Process that it belongs to or is the exit of; null when none.</summary>
    public int? Pid { get; internal set; }

    /// <summary>Socket or pipe inode; null when none.</summary>
    public ulong? Inode { get; internal set; }

    /// <summary>RPC or D-Bus method; null when none.</summary>
    public string? Method { get; internal set; }

    /// <summary>Container that it is about; null when not known.</summary>
    public string? ContainerId { get; internal set; }

    /// <summary>Who waits for it.</summary>
    public IReadOnlyList<WaitEdge> Waiters => WaitEdges;

    /// <summary>Who holds it or must act on it, the likeliest first. Empty when nobody is known.</summary>
    public IReadOnlyList<HoldEdge> Holders => HoldEdges;

    /// <summary>A remark for the report: why there is no holder, why there are several.</summary>
    public string? Note { get; internal set; }

    internal List<WaitEdge> WaitEdges { get; } = [];

    internal List<HoldEdge> HoldEdges { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => Id;
}
