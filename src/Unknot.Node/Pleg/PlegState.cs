namespace Unknot.Node.Pleg;

/// <summary>
/// What is known of one runtime, and which request is to be made next. Pure: told of answers, asks nobody, and takes its time from a clock that it is given.
/// There is never more than one list, and never more than one inspect of a container, under way. Safe from several threads.
/// </summary>
/// <param name="name">The runtime.</param>
/// <param name="options">Deadlines and limits.</param>
/// <param name="time">The clock.</param>
internal sealed partial class PlegState(RuntimeName name, PlegOptions options, TimeProvider time)
{
    // What is beyond it is dropped: somebody reads them once a second.
    private const int MaxTransitions = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PlegContainer> _containers = new(StringComparer.Ordinal);
    private readonly List<PlegTransition> _transitions = [];
    private readonly DaemonCall _contact = new("ping"), _list = new("list"), _info = new("info");
    private readonly LatencyWindow _relists = new();
    private IReadOnlyList<ListedContainer>? _lastList;
    private DateTimeOffset? _listedAt;
    private string? _failure;
    private long _failures, _round, _contactEnded;
    private bool _isKnown, _wasOdd, _isEvented;
    private int? _goroutines;

    /// <summary>The runtime.</summary>
    public RuntimeName Name => name;

    /// <summary>Whether it has ever answered.</summary>
    public bool IsKnown
    {
        get
        {
            lock (_lock) return _isKnown;
        }
    }

    /// <summary>A request that takes no container's lock is about to be sent.</summary>
    /// <returns>False while one is under way: nothing may be sent then.</returns>
    public bool TryBeginContact()
    {
        lock (_lock) return TryBegin(_contact);
    }

    /// <summary>It has ended.</summary>
    /// <param name="failure">What went wrong; null when it was answered.</param>
    public void EndContact(string? failure)
    {
        lock (_lock)
        {
            End(_contact, failure);
            if (failure is not null) return;
            _contactEnded = time.GetTimestamp();
            if (!_isKnown) Tell(PlegTransitionKind.DaemonFound, null);
            _isKnown = true;
        }
    }

    /// <summary>The list hangs: asks whether the daemon still answers what takes no container's lock. Once for each list that hangs.</summary>
    /// <returns>False when that is not to be asked.</returns>
    public bool TryBeginContactBesideList()
    {
        lock (_lock)
        {
            NoteHangs();
            return _list is { IsHanging: true, Sent: { } sent } && _contactEnded <= sent && TryBegin(_contact);
        }
    }

    /// <summary>The daemon is about to be asked about itself, which in old dockers takes each container's lock.</summary>
    /// <returns>False while that is under way, or while anything hangs.</returns>
    public bool TryBeginInfo()
    {
        lock (_lock)
        {
            NoteHangs();
            return !_list.IsHanging && !_contact.IsHanging && !_containers.Values.Any(c => c.IsHanging) && TryBegin(_info);
        }
    }

    /// <summary>It has ended.</summary>
    /// <param name="goroutines">How many goroutines the daemon has; null where it does not tell.</param>
    /// <param name="failure">What went wrong; null when it was answered.</param>
    public void EndInfo(int? goroutines, string? failure)
    {
        lock (_lock)
        {
            End(_info, failure);
            _goroutines = goroutines ?? _goroutines;
        }
    }

    /// <summary>A relist is about to be made.</summary>
    /// <returns>False while one is under way: nothing may be sent then.</returns>
    public bool TryBeginRelist()
    {
        lock (_lock) return TryBegin(_list);
    }

    /// <summary>The list has come.</summary>
    public void EndRelist(IReadOnlyList<ListedContainer> list)
    {
        lock (_lock)
        {
            if (_list.Sent is { } sent) _relists.Add(time.GetElapsedTime(sent));
            _wasOdd |= _list.IsHanging;
            End(_list, null);
            (_listedAt, _failure) = (time.GetUtcNow(), null);
            _round++;
            // The same object: a list whose bytes were those of the last one.
            if (!ReferenceEquals(list, _lastList)) Take(list);
            _lastList = list;
            if (_wasOdd) MakeAllDue();
            _wasOdd = false;
            _quota = Math.Max(1, (int)Math.Ceiling(_containers.Count * options.Interval / options.InspectPeriod));
        }
    }

    /// <summary>The list has not come.</summary>
    public void FailRelist(string failure)
    {
        lock (_lock)
        {
            End(_list, failure);
            _failure = failure;
            _failures++;
            _wasOdd = true;
        }
    }

    /// <summary>The runtime's own events are, or are no longer, followed.</summary>
    public void SetEvented(bool isEvented)
    {
        lock (_lock) _isEvented = isEvented;
    }

    /// <summary>The daemon has gone, and with it all that was under way.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            NoteHangs();
            foreach (PlegContainer container in _containers.Values.Where(c => c.ProbeSent is not null).ToList()) EndProbe(container, "the daemon has gone");
            End(_list, "the daemon has gone");
            End(_contact, "the daemon has gone");
            End(_info, "the daemon has gone");
            if (_isKnown) Tell(PlegTransitionKind.DaemonGone, null);
        }
    }

    /// <summary>What has changed since the last call.</summary>
    public IReadOnlyList<PlegTransition> TakeTransitions()
    {
        lock (_lock)
        {
            NoteHangs();
            if (_transitions.Count == 0) return [];
            PlegTransition[] taken = [.. _transitions];
            _transitions.Clear();
            return taken;
        }
    }

    /// <summary>The runtime as it is now.</summary>
    public RuntimeView View()
    {
        lock (_lock)
        {
            NoteHangs();
            (TimeSpan Median, TimeSpan Max)? spread = _relists.Spread();
            return new RuntimeView
            {
                Name = name,
                IsEvented = _isEvented,
                IsKnown = _isKnown,
                Relist = _relists.Last,
                RelistMedian = spread?.Median,
                RelistMax = spread?.Max,
                Relists = _relists.Count,
                RelistTotal = _relists.Total,
                RelistFailures = _failures,
                Failure = _failure,
                RelistUnderWay = _list.Sent is { } sent ? time.GetElapsedTime(sent) : null,
                ListedAt = _listedAt,
                States = CountStates(),
                Containers = _containers.Count,
                ProbesUnderWay = _underWay,
                ProbesAnswered = _answered,
                OldestInspect = OldestInspect(),
                Hanging = ListHanging(),
                Goroutines = _goroutines,
                Find = Find,
            };
        }
    }

    private void Take(IReadOnlyList<ListedContainer> list)
    {
        foreach (ListedContainer listed in list.Take(options.MaxContainers))
        {
            if (!_containers.TryGetValue(listed.Id, out PlegContainer? known))
            {
                _containers[listed.Id] = known = new PlegContainer(listed);
                // The first list is how it is, not what has changed.
                if (_lastList is not null) Tell(PlegTransitionKind.Appeared, listed, null, listed.State);
            }
            else if (known.Listed != listed)
            {
                SetState(known, listed);
                known.IsDue = true;
            }

            known.SeenIn = _round;
        }

        foreach (PlegContainer gone in _containers.Values.Where(c => c.SeenIn != _round && c.ProbeSent is null).ToList())
        {
            _containers.Remove(gone.Listed.Id);
            Tell(PlegTransitionKind.Removed, gone.Listed, gone.Listed.State);
        }
    }

    private void SetState(PlegContainer container, ListedContainer now)
    {
        if (container.Listed.State != now.State) Tell(PlegTransitionKind.Changed, now, container.Listed.State, now.State);
        container.Listed = now;
    }

    private bool TryBegin(DaemonCall call)
    {
        if (call.Sent is not null) return false;
        call.Begin(time.GetTimestamp(), time.GetUtcNow());
        return true;
    }

    private void End(DaemonCall call, string? failure)
    {
        if (call is { IsHanging: true, Sent: { } sent }) Tell(PlegTransitionKind.HangEnded, null, call.Name, failure ?? "answered", time.GetElapsedTime(sent));
        call.End();
    }

    private Dictionary<string, int> CountStates()
    {
        Dictionary<string, int> states = new(StringComparer.Ordinal);
        foreach (PlegContainer container in _containers.Values) states[container.Listed.State] = states.GetValueOrDefault(container.Listed.State) + 1;
        return states;
    }

    private void Tell(PlegTransitionKind kind, ListedContainer? container, string? from = null, string? to = null, TimeSpan? took = null)
    {
        if (_transitions.Count < MaxTransitions) _transitions.Add(new PlegTransition(time.GetUtcNow(), kind, name, container, from, to, took));
    }
}
