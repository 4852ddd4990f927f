namespace Unknot.Node;

/// <summary>How a node is read.</summary>
public sealed record NodeOptions
{
    /// <summary>Where the node's <c>/proc</c> is: <c>/proc</c>, or <c>/host/proc</c> in a container that has it mounted there.</summary>
    public string ProcRoot { get; init; } = "/proc";

    /// <summary>Upper bound for all sources together; default 8 s, so that a report is printed within 10.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long one request to a daemon is waited for; default 2 s. A daemon that is well answers in milliseconds.</summary>
    public TimeSpan ProbeDeadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of one source; default 64 MiB. What is beyond is left out, and a gap says so.</summary>
    public long MaxBytesPerSource { get; init; } = 64L << 20;

    /// <summary>File with a bearer token for the kubelet's HTTPS port, sent to that port alone; null for none. In a pod: the service account's.</summary>
    public string? KubeletTokenFile { get; init; }

    /// <summary>Also take the kubelet's goroutines over pprof: it stands still for 1 to 30 µs for each. Default false; not done above 100,000.</summary>
    public bool AskForGoroutines { get; init; }

    /// <summary>Whether goroutine dumps of the daemons are taken; default none: nothing is signalled.</summary>
    public DumpMode Dumps { get; init; }

    /// <summary>How long a daemon may stand still for its dump, at 30 µs for each goroutine; default 6 s, which is 200,000 of them.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Names of the sources to read; null for all.</summary>
    public IReadOnlySet<string>? Only { get; init; }
}
