namespace Unknot.Diagnosis.Evidence;

/// <summary>A process as <c>ps</c>, <c>/proc</c> copies and other files show it, put together by pid.</summary>
public sealed class ProcessEvidence
{
    /// <summary>Makes an empty record for a pid.</summary>
    /// <param name="pid">Process id in the node's pid namespace.</param>
    public ProcessEvidence(int pid) => Pid = pid;

    /// <summary>Process id, as the node sees it.</summary>
    public int Pid { get; }

    /// <summary>Parent's pid; null when unknown.</summary>
    public int? ParentPid { get; set; }

    /// <summary>Kernel's task name (<c>comm</c>, at most 15 bytes); null when unknown.</summary>
    public string? Name { get; set; }

    /// <summary>Command line, words separated by one space as <c>ps</c> prints it; null when unknown. May be cut at the terminal's width.</summary>
    public string? CommandLine { get; set; }

    /// <summary>Command line word by word, where <c>/proc/PID/cmdline</c> was had; else split at spaces. Empty when unknown.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];

    /// <summary>Path of its executable (<c>/proc/PID/exe</c>), as its own mount namespace names it; null when unknown.</summary>
    public string? Executable { get; set; }

    /// <summary>
    /// Task state of the main thread: R S D T t Z X I as in <c>/proc/PID/stat</c> (kernel <c>fs/proc/array.c</c>); <c>'\0'</c> when unknown.
    /// </summary>
    public char State { get; set; }

    /// <summary>When it was started; second precision from <c>ps lstart</c>; null when unknown.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>
    /// Lower bound of its age when it was looked at: from <c>etime</c>, or the newest start time in the same <c>ps</c> output minus its own.
    /// Where ps prints a date without a time (STIME of an earlier day) and nothing tells more, one minute: the day changed in between.
    /// Null when unknown.
    /// </summary>
    public TimeSpan? Age { get; set; }

    /// <summary>Share of one processor in percent as <c>ps</c> computes it over its life; null when unknown.</summary>
    public double? CpuPercent { get; set; }

    /// <summary>Kernel function in which the main thread waits; null when unknown or not waiting.</summary>
    public string? Wchan { get; set; }

    /// <summary>Pid of the tracer (<c>TracerPid</c> of <c>/proc/PID/status</c>); 0 or null when none.</summary>
    public int? TracerPid { get; set; }

    /// <summary>Paths of <c>/proc/PID/cgroup</c>, controller list and path as written (<c>6:freezer:/docker/3c1b…</c>).</summary>
    public IReadOnlyList<string> Cgroups { get; set; } = [];

    /// <summary>Container that its cgroup or command line names, 64 hex digits; null when none.</summary>
    public string? ContainerId { get; set; }

    /// <summary>Threads, the main one included where known. Empty when not looked at.</summary>
    public IList<ThreadEvidence> Threads { get; } = [];

    /// <summary>Open files. Empty when not looked at.</summary>
    public IList<FileDescriptorEvidence> Files { get; } = [];

    /// <summary>Where it is written of; the first is the main one.</summary>
    public IList<Provenance> Origins { get; } = [];

    /// <summary>Adds what a source tells of a thread to what is known of it: the fuller record stays, its gaps filled from the other.</summary>
    /// <param name="thread">The thread.</param>
    internal void AddThread(ThreadEvidence thread)
    {
        for (int i = 0; i < Threads.Count; i++)
        {
            if (Threads[i].Tid != thread.Tid) continue;
            Threads[i] = Threads[i].Merge(thread);
            return;
        }

        Threads.Add(thread);
    }

    /// <summary>Notes where it is written of; one entry per file.</summary>
    /// <param name="origin">The place.</param>
    internal void AddOrigin(Provenance origin)
    {
        foreach (Provenance known in Origins)
        {
            if (ReferenceEquals(known.File, origin.File)) return;
        }

        Origins.Add(origin);
    }
}

/// <summary>A thread (task) of a process.</summary>
/// <param name="Tid">Thread id.</param>
/// <param name="Name">Its <c>comm</c>; null when unknown.</param>
/// <param name="State">As <see cref="ProcessEvidence.State"/>.</param>
/// <param name="Wchan">Kernel function it waits in; null when unknown or not waiting.</param>
/// <param name="Syscall"><c>/proc/PID/syscall</c>: number, six arguments, stack and program counter; empty when unknown or running.</param>
/// <param name="KernelStack">Function names of <c>/proc/PID/stack</c>, innermost first, without offsets; empty when unknown.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record ThreadEvidence(
    int Tid, string? Name, char State, string? Wchan, IReadOnlyList<ulong> Syscall, IReadOnlyList<string> KernelStack, Provenance Origin)
{
    internal ThreadEvidence Merge(ThreadEvidence other)
    {
        (ThreadEvidence full, ThreadEvidence poor) = other.Weight > Weight ? (other, this) : (this, other);
        return full with
        {
            Name = full.Name ?? poor.Name,
            State = full.State != '\0' ? full.State : poor.State,
            Wchan = full.Wchan ?? poor.Wchan,
            Syscall = full.Syscall.Count > 0 ? full.Syscall : poor.Syscall,
            KernelStack = full.KernelStack.Count > 0 ? full.KernelStack : poor.KernelStack,
        };
    }

    private int Weight => (KernelStack.Count > 0 ? 2 : 0) + (Syscall.Count > 0 ? 1 : 0);
}

/// <summary>An open file of a process, from <c>ls -l /proc/PID/fd</c> or <c>lsof</c>.</summary>
/// <param name="Fd">Descriptor number.</param>
/// <param name="Target">What the link says: a path, <c>socket:[85420]</c>, <c>pipe:[253914]</c>, <c>anon_inode:[eventpoll]</c>, <c>/dev/fuse</c>.</param>
/// <param name="CanRead">Open for reading; null when unknown.</param>
/// <param name="CanWrite">Open for writing; null when unknown.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record FileDescriptorEvidence(int Fd, string Target, bool? CanRead, bool? CanWrite, Provenance Origin);
