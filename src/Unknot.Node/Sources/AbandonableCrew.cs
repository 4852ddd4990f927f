using System.Collections.Concurrent;
using System.Diagnostics;

namespace Unknot.Node.Sources;

/// <summary>
/// Works through items on a few threads where any single item may hang in the kernel (a <c>cmdline</c> whose process holds its memory lock, a
/// dead mount). A thread that stays too long on one item is left there for good and replaced, so that one hung task costs one thread and one gap.
/// </summary>
/// <param name="workers">Threads at work at the same time.</param>
/// <param name="perItem">How long one item may take.</param>
/// <param name="maxAbandoned">How many threads may be left hanging before the crew gives up.</param>
internal sealed class AbandonableCrew<T>(int workers, TimeSpan perItem, int maxAbandoned = 16)
{
    private readonly ConcurrentQueue<T> _items = new();
    private readonly ConcurrentQueue<(T Item, string Error)> _failed = new();
    private readonly List<Work> _atWork = [];
    private readonly ManualResetEventSlim _stir = new();

    /// <summary>Works through all items; returns when each is done or abandoned, or at the cancellation.</summary>
    /// <param name="items">The items.</param>
    /// <param name="work">Does one; sets <see cref="Work.At"/> before each step that may hang, and publishes nothing once it is abandoned.</param>
    /// <param name="abandoned">Told of an item that hung and where.</param>
    /// <param name="failed">Told of an item that threw, and what.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Run(IEnumerable<T> items, Action<T, Work> work, Action<T, string?> abandoned, Action<T, string> failed, CancellationToken cancellation)
    {
        foreach (T item in items) _items.Enqueue(item);
        for (int i = 0; i < Math.Min(workers, Math.Max(1, _items.Count)); i++) Hire(work, cancellation);
        int left = 0;
        while (_atWork.Count > 0)
        {
            _stir.Wait(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            _stir.Reset();
            _atWork.RemoveAll(w => w.IsDone);
            foreach (Work hung in _atWork.ToArray())
            {
                if (!hung.TryAbandon(cancellation.IsCancellationRequested ? TimeSpan.Zero : perItem)) continue;
                _atWork.Remove(hung);
                if (hung.HasItem) abandoned(hung.Item!, hung.At);
                if (++left < maxAbandoned && !cancellation.IsCancellationRequested) Hire(work, cancellation);
            }
        }

        foreach ((T item, string error) in _failed) failed(item, error);
        foreach (T item in _items) abandoned(item, cancellation.IsCancellationRequested ? "not begun when the deadline passed" : "not begun: too many threads hang already");
        cancellation.ThrowIfCancellationRequested();
    }

    private void Hire(Action<T, Work> work, CancellationToken cancellation)
    {
        Work state = new();
        _atWork.Add(state);
        new Thread(() => Toil(state, work, cancellation)) { IsBackground = true, Name = "crew" }.Start();
    }

    private void Toil(Work state, Action<T, Work> work, CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested && !state.IsAbandoned && _items.TryDequeue(out T? item))
            {
                state.Begin(item);
                try
                {
                    work(item, state);
                }
                catch (Exception error)
                {
                    // The edge of a thread: what is thrown here would end the program. It costs this item alone.
                    state.Publish(() => _failed.Enqueue((item, $"{state.At}: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}")));
                }

                state.End();
            }
        }
        finally
        {
            state.IsDone = true;
            _stir.Set();
        }
    }

    /// <summary>One thread's state, as the crew watches it.</summary>
    internal sealed class Work
    {
        private readonly Lock _lock = new();
        private long _since;

        /// <summary>What it is about to read.</summary>
        public string? At { get; set; }

        /// <summary>Sets <see cref="At"/>.</summary>
        public void Step(string at) => At = at;

        public T? Item { get; private set; }

        public bool HasItem { get; private set; }

        public bool IsDone { get; set; }

        public bool IsAbandoned { get; private set; }

        public void Begin(T item)
        {
            lock (_lock) (Item, HasItem, At, _since) = (item, true, null, Stopwatch.GetTimestamp());
        }

        public void End()
        {
            lock (_lock) HasItem = false;
        }

        /// <summary>Leaves it where it is when it has been at one item for so long; asked and done at once, for it may just have begun the next.</summary>
        public bool TryAbandon(TimeSpan perItem)
        {
            lock (_lock) return !IsDone && (perItem == TimeSpan.Zero || (HasItem && Stopwatch.GetElapsedTime(_since) > perItem)) && (IsAbandoned = true);
        }

        /// <summary>Does the last step of an item unless it was abandoned meanwhile.</summary>
        public void Publish(Action publish)
        {
            lock (_lock)
            {
                if (!IsAbandoned) publish();
            }
        }
    }
}
