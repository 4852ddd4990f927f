using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>
/// Puts the goroutines together that wait for the same address, per process. Who holds the lock is not told here: that takes more than one
/// stack, and is the diagnosis' part.
/// </summary>
internal static class LockGrouping
{
    public static IReadOnlyList<LockGroup> Find(string input, GoroutineDump dump, DumpSelection selection)
    {
        Dictionary<ulong, Waiting> locks = [];
        // A stack waits in the same way for each of a thousand locks.
        (string Kind, string Method)?[] calls = new (string, string)?[dump.Stacks.Count];
        for (int i = 0; i < dump.Count; i++)
        {
            Goroutine goroutine = dump[i];
            if (goroutine.LockWord == 0 || !selection.Includes(goroutine)) continue;
            if (!locks.TryGetValue(goroutine.LockWord, out Waiting? waiting)) locks.Add(goroutine.LockWord, waiting = new Waiting());
            waiting.Add(goroutine, calls[goroutine.Stack.Index] ??= SyncCallOf(goroutine.Stack));
        }
        return [.. locks.Select(l => l.Value.ToGroup(input, l.Key)).OrderByDescending(l => l.Waiters.Count).ThenByDescending(l => l.MaxMinutes)];
    }

    /// <summary>The type and method of the outermost of the sync frames on top of a stack: <c>RWMutex</c>, <c>RLock</c>.</summary>
    internal static (string Kind, string Method) SyncCallOf(GoroutineStack stack)
    {
        (string Kind, string Method) call = ("Semaphore", "");
        foreach (FrameSymbol frame in stack.Frames)
        {
            if (frame.Package is not ("sync" or "internal/sync" or "runtime")) break;
            string name = frame.Name;
            int close = name.IndexOf(").", StringComparison.Ordinal);
            if (frame.Package != "runtime" && name.StartsWith("(*", StringComparison.Ordinal) && close > 0) call = (name[2..close], name[(close + 2)..]);
        }
        return call;
    }

    private sealed class Waiting
    {
        private readonly List<long> _ids = [];
        private string _kind = "Semaphore";
        private int _maxMinutes;
        private bool _hasReader;

        public void Add(Goroutine goroutine, (string Kind, string Method) call)
        {
            _ids.Add(goroutine.Id);
            _maxMinutes = Math.Max(_maxMinutes, goroutine.WaitMinutes ?? 0);
            // An RWMutex begins with its writers' Mutex: the same address under both names is the RWMutex.
            if (_kind == "Semaphore" || call.Kind == "RWMutex") _kind = call.Kind;
            _hasReader |= call.Method.StartsWith('R');
        }

        public LockGroup ToGroup(string input, ulong address) => new(input, _kind, address, StateOf(), _ids, _maxMinutes);

        /// <summary>
        /// A Mutex with waiters is locked (or just being handed over). Readers wait only while a writer holds or awaits an RWMutex; writers
        /// alone wait for readers or another writer. Of a WaitGroup or Cond waiters prove only that they wait.
        /// </summary>
        private string StateOf() => _kind switch
        {
            "Mutex" or "Once" => "locked",
            "RWMutex" => _hasReader ? "writer holds or waits" : "locked",
            _ => "awaited",
        };
    }
}
