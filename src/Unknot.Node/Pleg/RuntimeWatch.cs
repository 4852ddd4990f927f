using Unknot.Diagnosis.Evidence;
using Unknot.Node.Daemons;

namespace Unknot.Node.Pleg;

/// <summary>
/// One daemon while it lives: makes the requests that <see cref="PlegState"/> says, each once, none with an end of its own. A request that hangs is left waiting
/// until it is answered or the daemon goes.
/// </summary>
/// <param name="daemon">The daemon.</param>
/// <param name="options">Deadlines and limits.</param>
/// <param name="time">The clock.</param>
internal sealed class RuntimeWatch(Daemon daemon, PlegOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_infoPeriod = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _end = new();
    private IContainerRuntime? _runtime;
    private volatile PlegState? _state;
    private volatile bool _isReady, _hasFailed;
    private long? _infoAt;

    public Daemon Daemon => daemon;

    /// <summary>What is known; null before the first socket was tried.</summary>
    public PlegState? State => _state;

    /// <summary>None of its sockets is a runtime's: to be tried again later.</summary>
    public bool HasFailed => _hasFailed;

    /// <summary>The last relist failed: the daemon may have gone.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>Finds the socket that answers as the runtime's; the others of a daemon are not asked while one hangs.</summary>
    public async Task ConnectAsync()
    {
        // Opening the socket's folder may block, so it is not done by the caller.
        await Task.Yield();
        foreach (DaemonSocket socket in RuntimeSockets.Of(daemon))
        {
            if (SocketDialer.Open(options.ProcRoot, socket, out _) is not { } dialer) continue;
            IContainerRuntime runtime = daemon.Component == Components.Dockerd ? new DockerRuntime(dialer) : new CriRuntime(dialer);
            PlegState state = new(new RuntimeName(daemon.Component, daemon.Pid, runtime.Api, runtime.Path), options, time);
            state.TryBeginContact();
            _state = state;
            string? failure = await EndOfAsync(runtime.ContactAsync).ConfigureAwait(false);
            state.EndContact(failure);
            if (failure is null)
            {
                (_runtime, _isReady) = (runtime, true);
                _ = FollowAsync(runtime, state);
                return;
            }

            runtime.Dispose();
        }

        _hasFailed = true;
    }

    /// <summary>Begins a round: the relist, unless one hangs, and the inspects that are due.</summary>
    /// <returns>Ends with the relist.</returns>
    public Task TickAsync()
    {
        if (!_isReady || _state is not { } state || _runtime is not { } runtime) return Task.CompletedTask;
        if (state.TryBeginContactBesideList()) _ = ContactAsync(runtime, state);
        Task relist = state.TryBeginRelist() ? RelistAsync(runtime, state) : Task.CompletedTask;
        if (_infoAt is null || time.GetElapsedTime(_infoAt.Value) >= s_infoPeriod) CountGoroutines(runtime, state);
        Pump();
        return relist;
    }

    /// <summary>Makes the inspects that are due.</summary>
    public void Pump()
    {
        if (!_isReady || _state is not { } state || _runtime is not { } runtime) return;
        while (!_end.IsCancellationRequested && state.TryTakeProbe(out string id)) _ = InspectAsync(runtime, state, id);
    }

    public void Dispose()
    {
        _end.Cancel();
        _state?.Lose();
        _runtime?.Dispose();
    }

    private async Task RelistAsync(IContainerRuntime runtime, PlegState state)
    {
        IReadOnlyList<ListedContainer>? list = null;
        string? failure = await EndOfAsync(async end => list = await runtime.ListAsync(end).ConfigureAwait(false)).ConfigureAwait(false);
        if (list is not null) state.EndRelist(list);
        else state.FailRelist(failure ?? "");
        IsDoubtful = list is null;
        Pump();
    }

    private async Task InspectAsync(IContainerRuntime runtime, PlegState state, string id)
    {
        string? told = null;
        string? failure = await EndOfAsync(async end => told = await runtime.InspectAsync(id, end).ConfigureAwait(false)).ConfigureAwait(false);
        if (failure is null) state.ProbeAnswered(id, told);
        else state.ProbeFailed(id, failure);
        Pump();
    }

    private async Task ContactAsync(IContainerRuntime runtime, PlegState state)
    {
        state.EndContact(await EndOfAsync(runtime.ContactAsync).ConfigureAwait(false));
        Pump();
    }

    private void CountGoroutines(IContainerRuntime runtime, PlegState state)
    {
        if (!state.TryBeginInfo()) return;
        _infoAt = time.GetTimestamp();
        _ = CountAsync();

        async Task CountAsync()
        {
            int? count = null;
            string? failure = await EndOfAsync(async end => count = await runtime.CountGoroutinesAsync(end).ConfigureAwait(false)).ConfigureAwait(false);
            state.EndInfo(count, failure);
        }
    }

    private async Task FollowAsync(IContainerRuntime runtime, PlegState state)
    {
        while (!_end.IsCancellationRequested)
        {
            string? failure = await EndOfAsync(end => runtime.FollowAsync(
                () => state.SetEvented(true),
                id =>
                {
                    state.MakeDue(id);
                    Pump();
                },
                end)).ConfigureAwait(false);
            state.SetEvented(false);
            // A stream that ends well has nothing more to tell: this runtime has no events.
            if (failure is null) return;
            await Task.Delay(TimeSpan.FromSeconds(10), time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The edge of a request: whatever breaks it must not cost the rest of the watch.</summary>
    /// <returns>What went wrong; null when nothing.</returns>
    private async Task<string?> EndOfAsync(Func<CancellationToken, Task> ask)
    {
        try
        {
            await ask(_end.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (ProbeFailure.IsExpected(error))
        {
            ProbeFailure failure = ProbeFailure.Of(error, deadlinePassed: false);
            return failure.Errno is { } errno ? $"{errno}: {failure.Detail}" : failure.Detail;
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message}";
        }
    }
}
