namespace Unknot.Diagnosis.Waits;

/// <summary>How an edge of the wait graph is known. A report never shows an inference as a fact.</summary>
public enum Certainty
{
    /// <summary>Nothing contradicts it, and it is what usually holds; no evidence of this case says so.</summary>
    Assumed,

    /// <summary>Evidence on both sides agrees: a pointer in both stacks, a method on both ends of a call, the only candidate left.</summary>
    Inferred,

    /// <summary>The kernel or the runtime says so: a parent pid, a socket's peer inode, a lock's address, a task's state.</summary>
    Exact,
}
