namespace Unknot.Go.Dumps;

/// <summary>
/// One goroutine of a dump: a light view into it. What is needed to group and to find lock waiters is held ready;
/// the argument words are read from the dump's text when asked for (<see cref="ReadDetails"/>).
/// </summary>
public readonly struct Goroutine
{
    private readonly GoroutineDump _dump;

    internal Goroutine(GoroutineDump dump, int index)
    {
        _dump = dump;
        Index = index;
    }

    private ref readonly GoroutineRecord Record => ref _dump.Records[Index];

    /// <summary>Place in <see cref="GoroutineDump.Goroutines"/>, from 0.</summary>
    public int Index { get; }

    /// <summary>The runtime's <c>goid</c>, unique within a process' life; 0 where the form of the dump does not tell (profiles).</summary>
    public long Id => Record.Id;

    /// <summary>How many goroutines this entry stands for: 1, or the count of an aggregated profile's entry.</summary>
    public long Count => Record.Count;

    /// <summary>
    /// State or wait reason as printed, without duration and marks: <c>running</c>, <c>semacquire</c>, <c>sync.Mutex.Lock</c>, <c>IO wait</c>
    /// (<c>runtime/runtime2.go</c>, <c>waitReasonStrings</c>). Empty for profiles, which have none.
    /// </summary>
    public string State => _dump.States[Record.StateIndex];

    /// <summary>
    /// Whole minutes in <see cref="State"/>, a lower bound: <c>waitsince</c> is set by the first garbage collection after the wait began,
    /// and durations under one minute are not printed. Null where none is printed.
    /// </summary>
    public int? WaitMinutes => Record.WaitMinutes < 0 ? null : Record.WaitMinutes;

    /// <summary>True where the header says <c>locked to thread</c> (<c>runtime.LockOSThread</c>, or a cgo callback).</summary>
    public bool IsLockedToThread => (Record.Flags & GoroutineFlags.LockedToThread) != 0;

    /// <summary>The stack, shared with all goroutines that stand at the same lines.</summary>
    public GoroutineStack Stack => _dump.StackArray[Record.Stack];

    /// <summary>
    /// First argument word of the sync frame it waits in: the address of the lock, WaitGroup, Cond or semaphore. Among the consecutive
    /// <c>sync.</c> and <c>internal/sync.</c> frames at the top the outermost reliable one counts, so that <c>lockSlow</c> or <c>(*RWMutex).Lock</c>
    /// gives the lock and not <c>runtime_SemacquireMutex</c> the semaphore inside it. 0 where no such frame has a reliable word.
    /// </summary>
    public ulong LockWord => Record.LockWord;

    /// <summary>
    /// First argument word of the first frame below the sync frames, most often the receiver of the method that locks; 0 where there
    /// is none, it is marked unreliable, or the goroutine does not wait in a sync frame.
    /// </summary>
    public ulong CallerWord => Record.CallerWord;

    /// <summary>Line in the input where the goroutine's header stands, from 1.</summary>
    public long Line => _dump.LineOf(Index);

    /// <summary>Parses the goroutine's own text in full: argument words, creator, labels, registers.</summary>
    /// <returns>The details; where the source can no longer be read, the frames without argument words.</returns>
    public GoroutineDetails ReadDetails() => _dump.ReadDetails(Index);
}
