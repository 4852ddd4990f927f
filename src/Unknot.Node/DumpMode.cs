namespace Unknot.Node;

/// <summary>How goroutine dumps of the node's daemons are taken.</summary>
public enum DumpMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By SIGUSR1 from dockerd, containerd and its shims, over pprof from the kubelet and CRI-O. Each stands still for 1 to 30 µs for every goroutine.</summary>
    Signal,
}
