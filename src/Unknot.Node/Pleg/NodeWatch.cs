using Unknot.Diagnosis.Evidence;
using Unknot.Node.Daemons;
using Unknot.Node.Linux;

namespace Unknot.Node.Pleg;

/// <summary>
/// Watches a node: a PLEG of our own. Open this file first: each round relists every runtime, one thread samples <c>/proc</c>, another asks systemd once a minute; what
/// is known and what is asked next is in <see cref="PlegState"/>, which asks nobody itself.
/// </summary>
/// <param name="options">How.</param>
/// <param name="time">The clock; null for the system's.</param>
internal sealed class NodeWatch(PlegOptions options, TimeProvider? time = null) : IDisposable
{
    private static readonly TimeSpan s_firstSample = TimeSpan.FromSeconds(3), s_firstContact = TimeSpan.FromMilliseconds(500), s_hintPeriod = TimeSpan.FromSeconds(2), s_again = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly CancellationTokenSource _end = new();
    private readonly List<RuntimeWatch> _runtimes = [];
    private readonly Dictionary<(int, ulong), long> _triedAgainAt = [];
    private readonly List<PlegTransition> _lost = [];
    private readonly string _host = ProcFile.ReadText($"{options.ProcRoot}/sys/kernel/hostname") ?? Environment.MachineName;
    private long _hinted;

    /// <summary>Watches.</summary>
    /// <param name="round">Told of each round; returns false to end.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async Task RunAsync(Func<WatchSnapshot, bool> round, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.Register(_end.Cancel);
        StackSampler sampler = new(options.ProcRoot, _time);
        ManagerState manager = new(options.ProbeDeadline, _time);
        ManagerProbe managerProbe = new(options.ProcRoot, manager);
        sampler.Start(_end.Token);
        managerProbe.Start(_end.Token);
        sampler.Ask(rediscover: true);
        await WithinAsync(sampler.First, s_firstSample).ConfigureAwait(false);
        await WithinAsync(Task.WhenAll(Adopt(sampler.Last)), s_firstContact).ConfigureAwait(false);
        long start = _time.GetTimestamp();
        for (long number = 1; !_end.IsCancellationRequested; number++)
        {
            StackSample? stack = sampler.Last;
            _ = Adopt(stack);
            Hint(stack);
            if (stack is not null) managerProbe.Tell([.. stack.Members.Where(m => m.Component is Components.Systemd or Components.DbusDaemon).Select(m => m.Pid)]);
            await WithinAsync(Task.WhenAll(_runtimes.Select(r => r.TickAsync())), options.Interval).ConfigureAwait(false);
            sampler.Ask(_runtimes.Exists(r => r.IsDoubtful));
            if (!round(Snapshot(number, sampler.Last, manager.View()))) return;
            TimeSpan next = options.Interval * number - _time.GetElapsedTime(start);
            if (next > TimeSpan.Zero) await Task.Delay(next, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // After a suspend of the machine the rounds that were missed are not made up for.
            else if (next < -10 * options.Interval) start = _time.GetTimestamp() - (long)(options.Interval * number).TotalSeconds * _time.TimestampFrequency;
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        foreach (RuntimeWatch runtime in _runtimes) runtime.Dispose();
    }

    private WatchSnapshot Snapshot(long number, StackSample? stack, ManagerView manager)
    {
        List<PlegTransition> transitions = [.. _lost];
        _lost.Clear();
        List<RuntimeView> views = [];
        foreach (PlegState state in _runtimes.Select(r => r.State).OfType<PlegState>())
        {
            transitions.AddRange(state.TakeTransitions());
            RuntimeView view = state.View();
            // A containerd under dockerd may have no CRI: nobody needs to know.
            if (view.IsKnown || view.Hanging.Count > 0) views.Add(view);
        }

        DateTimeOffset now = _time.GetUtcNow();
        return new WatchSnapshot(_host, now, number, views, SuspectRanking.Of(views, stack?.Odd ?? [], manager, now), manager, stack, transitions);
    }

    /// <summary>Begins to watch daemons that are new, and ends it for those that have gone.</summary>
    /// <returns>First contacts.</returns>
    private List<Task> Adopt(StackSample? stack)
    {
        List<Task> contacts = [];
        if (stack is null) return contacts;
        HashSet<(int, ulong)> alive = [.. stack.Members.Select(m => (m.Pid, m.StartTicks))];
        foreach (RuntimeWatch gone in _runtimes.Where(r => !alive.Contains(KeyOf(r.Daemon)) || (r.HasFailed && IsTimeToTryAgain(r.Daemon))).ToList())
        {
            _runtimes.Remove(gone);
            gone.Dispose();
            _lost.AddRange(gone.State?.TakeTransitions() ?? []);
        }

        foreach (Daemon daemon in stack.Daemons.Where(d => alive.Contains(KeyOf(d)) && !_runtimes.Exists(r => KeyOf(r.Daemon) == KeyOf(d))))
        {
            RuntimeWatch runtime = new(daemon, options, _time);
            _runtimes.Add(runtime);
            _triedAgainAt[KeyOf(daemon)] = _time.GetTimestamp();
            contacts.Add(runtime.ConnectAsync());
        }

        return contacts;
    }

    private bool IsTimeToTryAgain(Daemon daemon) => !_triedAgainAt.TryGetValue(KeyOf(daemon), out long tried) || _time.GetElapsedTime(tried) >= s_again;

    /// <summary>A container whose shim or runc is not well is inspected without waiting for its turn.</summary>
    private void Hint(StackSample? stack)
    {
        if (stack is null || stack.Odd.Count == 0 || _time.GetElapsedTime(_hinted) < s_hintPeriod) return;
        _hinted = _time.GetTimestamp();
        foreach (string id in stack.Odd.Select(t => t.Member.ContainerId).OfType<string>().Distinct())
        {
            foreach (RuntimeWatch runtime in _runtimes) runtime.State?.MakeDue(id);
        }
    }

    private static (int, ulong) KeyOf(Daemon daemon) => (daemon.Pid, daemon.Process.StartTicks ?? 0);

    private async Task WithinAsync(Task task, TimeSpan limit)
    {
        if (!task.IsCompleted) await Task.WhenAny(task, Task.Delay(limit, _time, _end.Token)).ConfigureAwait(false);
    }
}
