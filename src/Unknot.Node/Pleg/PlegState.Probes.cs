namespace Unknot.Node.Pleg;

// Inspects: which is next, and what came of it.
internal sealed partial class PlegState
{
    private int _quota, _underWay;
    private long _answered;

    /// <summary>Takes the next inspect that is to be made, and counts it as sent.</summary>
    /// <param name="id">The container.</param>
    /// <returns>False when nothing is to be asked now.</returns>
    public bool TryTakeProbe(out string id)
    {
        id = "";
        lock (_lock)
        {
            NoteHangs();
            int hanging = _containers.Values.Count(c => c.IsHanging);
            if (_underWay - hanging >= options.ProbesAtOnce || hanging >= options.MaxHanging || IsMute() || Next() is not { } next) return false;
            if (!next.IsDue && !IsOnTheWay(next)) _quota--;
            (next.IsDue, next.IsHanging) = (false, false);
            (next.ProbeSent, next.ProbeSentAt) = (time.GetTimestamp(), time.GetUtcNow());
            _underWay++;
            id = next.Listed.Id;
            return true;
        }
    }

    /// <summary>An inspect was answered.</summary>
    /// <param name="id">The container.</param>
    /// <param name="state">State that it told; null where it told none (no such container).</param>
    public void ProbeAnswered(string id, string? state)
    {
        lock (_lock)
        {
            if (!_containers.TryGetValue(id, out PlegContainer? container)) return;
            EndProbe(container, null);
            _answered++;
            if (state is { Length: > 0 }) SetState(container, container.Listed with { State = state });
        }
    }

    /// <summary>An inspect has ended without an answer.</summary>
    /// <param name="id">The container.</param>
    /// <param name="failure">What went wrong.</param>
    public void ProbeFailed(string id, string failure)
    {
        lock (_lock)
        {
            if (_containers.TryGetValue(id, out PlegContainer? container)) EndProbe(container, failure);
        }
    }

    /// <summary>Something outside says that this container is worth a look: an event of the runtime, a stopped shim.</summary>
    /// <param name="id">The container.</param>
    public void MakeDue(string id)
    {
        lock (_lock)
        {
            if (_containers.TryGetValue(id, out PlegContainer? container)) container.IsDue = true;
        }
    }

    /// <summary>The container of an id, where this runtime has it.</summary>
    public ListedContainer? Find(string id)
    {
        lock (_lock) return _containers.GetValueOrDefault(id)?.Listed;
    }

    private void EndProbe(PlegContainer container, string? failure)
    {
        if (container.ProbeSent is not { } sent) return;
        if (container.IsHanging) Tell(PlegTransitionKind.HangEnded, container.Listed, "inspect", failure ?? "answered", time.GetElapsedTime(sent));
        (container.ProbeSent, container.IsHanging, container.ProbeEnded) = (null, false, time.GetTimestamp());
        _underWay--;
    }

    /// <summary>While the list hangs, each inspect would too, unless the daemon still answers what takes no container's lock.</summary>
    private bool IsMute()
    {
        if (_contact.IsHanging) return true;
        return _list is { IsHanging: true, Sent: { } sent } && _contactEnded <= sent;
    }

    /// <summary>What is due first; then, as far as this round's share goes, the one that has waited longest.</summary>
    private PlegContainer? Next()
    {
        PlegContainer? oldest = null;
        foreach (PlegContainer container in _containers.Values)
        {
            if (container.ProbeSent is not null) continue;
            if (container.IsDue || IsOnTheWay(container)) return container;
            if (oldest is null || container.ProbeEnded < oldest.ProbeEnded) oldest = container;
        }

        // All at once were asked in the first round: half the period spreads them over the rounds that follow.
        return _quota > 0 && oldest?.ProbeEnded is { } ended && time.GetElapsedTime(ended) >= options.InspectPeriod / 2 ? oldest : null;
    }

    /// <summary>A start that hangs changes nothing in the list: what waits for its start or its end is asked again soon.</summary>
    private bool IsOnTheWay(PlegContainer container) => container.Listed.State is "created" or "restarting" or "removing"
        && container.ProbeEnded is { } ended && time.GetElapsedTime(ended) >= options.ProbeDeadline;

    private void MakeAllDue()
    {
        foreach (PlegContainer container in _containers.Values) container.IsDue = true;
    }

    /// <summary>Tells of requests that have passed their deadline since it was last called.</summary>
    private void NoteHangs()
    {
        NoteHang(_contact);
        NoteHang(_list);
        NoteHang(_info);
        bool hungBefore = false, hangsNow = false;
        foreach (PlegContainer container in _containers.Values)
        {
            hungBefore |= container.IsHanging;
            if (container.IsHanging || container.ProbeSent is not { } sent || time.GetElapsedTime(sent) < options.ProbeDeadline) continue;
            container.IsHanging = hangsNow = true;
            Tell(PlegTransitionKind.HangBegan, container.Listed, "inspect");
        }

        // The first that hangs: how far it reaches is worth a look at all the others, once.
        if (hangsNow && !hungBefore) MakeAllDue();
    }

    private void NoteHang(DaemonCall call)
    {
        if (call.IsHanging || call.Sent is not { } sent || time.GetElapsedTime(sent) < options.ProbeDeadline) return;
        call.IsHanging = true;
        Tell(PlegTransitionKind.HangBegan, null, call.Name);
    }

    private TimeSpan? OldestInspect()
    {
        TimeSpan? oldest = null;
        foreach (PlegContainer container in _containers.Values)
        {
            if (container.ProbeEnded is not { } ended) return null;
            TimeSpan age = time.GetElapsedTime(ended);
            if (oldest is null || age > oldest) oldest = age;
        }

        return oldest;
    }

    private List<HangingRequest> ListHanging()
    {
        List<HangingRequest> hanging = [];
        foreach (DaemonCall call in (DaemonCall[])[_contact, _list, _info])
        {
            if (call is { IsHanging: true, Sent: { } sent }) hanging.Add(new HangingRequest(name, call.Name, null, call.SentAt, time.GetElapsedTime(sent)));
        }

        foreach (PlegContainer container in _containers.Values)
        {
            if (container is { IsHanging: true, ProbeSent: { } sent }) hanging.Add(new HangingRequest(name, "inspect", container.Listed, container.ProbeSentAt, time.GetElapsedTime(sent)));
        }

        hanging.Sort(static (a, b) => b.Waited.CompareTo(a.Waited));
        return hanging;
    }
}
