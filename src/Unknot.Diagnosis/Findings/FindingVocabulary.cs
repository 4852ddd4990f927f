namespace Unknot.Diagnosis.Findings;

/// <summary>
/// The words that signatures may use of the wait graph. The generator refuses others, so that a misspelt one cannot sit in the catalogue unseen.
/// </summary>
internal static class FindingVocabulary
{
    /// <summary>Kinds of resources, as the JSON report spells them in <c>resources[].kind</c> (<c>Waits/Kinds.cs</c>; a test compares).</summary>
    public static IReadOnlyList<string> ResourceKinds { get; } =
    [
        "mutex", "rwmutex", "cond", "waitgroup", "once", "semaphore", "channel", "rpc", "http", "dbus-reply", "child-exit", "pipe", "unix-socket",
        "mount", "frozen-cgroup", "kernel-lock", "syscall", "timer", "network",
    ];

    /// <summary>Kinds of what is limited on a node (<c>LimitEvidence.Kind</c>).</summary>
    public static IReadOnlyList<string> LimitKinds { get; } =
        ["disk", "inodes", "memory", "pids", "descriptors", "pressure-cpu", "pressure-io", "pressure-memory"];

    /// <summary>What rules say of a root, one or more for each. The comments say when.</summary>
    public static IReadOnlyList<string> RootRules { get; } =
    [
        "stopped", // task state T
        "traced", // task state t, or a TracerPid
        "frozen", // in a frozen cgroup
        "uninterruptible", // task state D
        "busy", // computes and does not wait
        "not-answering", // a server that does not serve an accepted or queued request
        "not-returning", // a program that should be short-lived
        "runtime-wrapper", // … and stands in the place of runc
        "pipe-not-read", // writes to, or is to read, a full pipe
        "socket-not-read", // lets bytes pile up on its end of a socket
        "dead-mount", // waits for a file system that does not answer
        "filesystem-server", // serves a FUSE file system and does not answer
        "self-deadlock", // waits for a lock that the same goroutine holds
        "read-lock-reentered", // … holds as a reader, with a writer queued between
        "lock-order-cycle", // two or more waiters hold each other's locks
        "lock-leaked", // complete dump, waiters, no holder
        "channel-without-partner", // nobody else in the dump uses the channel
        "condition-never-signalled", // Cond.Wait with nobody to signal
        "lock-held-during-wait", // holds a lock and waits for a call, channel or disk
        "throttled", // waits for its own rate limit
    ];
}
