namespace Unknot.Diagnosis.Formats.Node;

/// <summary>One process as the live node showed it: a line of <c>proc.jsonl</c>. Fields that could not be read are null; <see cref="Gaps"/> says why.</summary>
internal sealed record ProcessRecord
{
    /// <summary>Process id in the node's pid namespace.</summary>
    public required int Pid { get; init; }

    /// <summary>Parent's pid (<c>/proc/PID/stat</c>, field 4).</summary>
    public int? ParentPid { get; init; }

    /// <summary><c>comm</c>, at most 15 bytes.</summary>
    public string? Name { get; init; }

    /// <summary>State letter of the main thread (<c>fs/proc/array.c</c>).</summary>
    public string? State { get; init; }

    /// <summary>Start, from field 22 of <c>stat</c> (clock ticks since boot) and the boot time; precision of a tick, 10 ms.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Field 22 itself: with the pid it names a process for good within one boot.</summary>
    public ulong? StartTicks { get; init; }

    /// <summary>Seconds that it had lived when it was read.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>User and system time of the process, seconds.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Resident set, bytes.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>Tracer; null when none.</summary>
    public int? TracerPid { get; init; }

    /// <summary>Effective user id.</summary>
    public int? Uid { get; init; }

    /// <summary>Its pid in each nested pid namespace, the node's first (<c>NSpid</c>); null when there is one namespace only.</summary>
    public IReadOnlyList<int>? NamespacePids { get; init; }

    /// <summary>Command line word by word.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Target of <c>/proc/PID/exe</c>.</summary>
    public string? Executable { get; init; }

    /// <summary>Target of <c>/proc/PID/root</c> where it is not <c>/</c>.</summary>
    public string? Root { get; init; }

    /// <summary>Lines of <c>/proc/PID/cgroup</c>.</summary>
    public IReadOnlyList<string>? Cgroups { get; init; }

    /// <summary>Kernel function that the main thread waits in.</summary>
    public string? Wchan { get; init; }

    /// <summary>Threads: all of the runtime stack's processes, of others those that are not simply asleep or running.</summary>
    public IReadOnlyList<ThreadRecord>? Threads { get; init; }

    /// <summary>How many threads it has.</summary>
    public int? ThreadCount { get; init; }

    /// <summary>Open files: all of the runtime stack's processes, of others sockets, pipes, FIFOs and <c>/dev/fuse</c>.</summary>
    public IReadOnlyList<FileRecord>? Files { get; init; }

    /// <summary>What of it could not be read: <c>stack: EACCES</c>; null when nothing.</summary>
    public IReadOnlyList<string>? Gaps { get; init; }
}
