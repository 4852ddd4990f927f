namespace Unknot.Diagnosis.Findings;

/// <summary>
/// The words that signatures may use of the wait graph. The generator refuses others, so that a misspelt one cannot sit in the catalogue unseen.
/// </summary>
internal static class FindingVocabulary
{
    /// <summary>Kinds of resources, as the JSON report spells them in <c>resources[].kind</c>.</summary>
    public static IReadOnlyList<string> ResourceKinds { get; } =
    [
        "mutex", "rwmutex", "cond", "waitgroup", "once", "semaphore", "channel", "rpc", "http", "child-exit", "pipe", "fifo", "unix-socket",
        "dbus-reply", "futex", "file", "mount", "frozen-cgroup", "kernel-lock", "process",
    ];

    /// <summary>What rules say of a root.</summary>
    public static IReadOnlyList<string> RootRules { get; } =
    [
        "stopped", "traced", "frozen", "uninterruptible", "not-answering", "not-returning", "pipe-not-read", "busy", "self-deadlock",
        "read-lock-reentered", "lock-order-cycle", "lock-leaked", "channel-without-partner", "condition-never-signalled", "lock-held-during-wait",
        "throttled", "dead-mount", "runtime-wrapper", "filesystem-server",
    ];
}
