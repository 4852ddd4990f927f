using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Who must act so that a goroutine that others wait for goes on, where the text names it: the goroutine that it started to wait for, the
/// ones that its WaitGroup counts, the other end of an in-process pipe, the goroutine that runs a test's own closure, the reader of a socket.
/// </summary>
internal sealed class PartnerSearch
{
    private const int MaxPartners = 3;
    private const int MaxLookedAt = 64;

    private readonly WaitGraphBuilder _graph;
    private readonly DumpView _view;
    private readonly CreatorIndex _creators;
    private readonly string _rule;

    public PartnerSearch(WaitGraphBuilder graph, DumpView view, CreatorIndex creators, string rule)
    {
        _graph = graph;
        _view = view;
        _creators = creators;
        _rule = rule;
    }

    /// <summary>Goroutines that became waiters here and that nobody has looked at yet.</summary>
    public Queue<int> Found { get; } = new();

    /// <summary>Adds who must act on what a waiter waits for; false where the text names nobody.</summary>
    public bool AddPartners(StackProfile profile, Waiter waiter, Resource resource)
    {
        if (waiter.Count != 1 || profile.CallerFrame < 0 || (waiter.HoldEdges.Count == 0 && !waiter.IsEntry)) return false;
        if (Writes.IsToSocket(profile) && waiter.HoldEdges.Count > 0) return WritePeers.AddHolders(_graph, _view, profile, waiter, resource, _rule);
        string caller = Activities.ShortName(profile.Functions[profile.CallerFrame]);
        return Add(resource, waiter, StartedToWaitFor(profile, waiter), 0.85, $"{caller} started it, and it is blocked itself")
            || (resource.Kind == ResourceKind.WaitGroup && Add(resource, waiter, Counted(profile), 0.8, $"started by the type whose WaitGroup {caller} waits for, and blocked in a write"))
            || (resource.Kind == ResourceKind.Cond && Add(resource, waiter, OtherEnd(waiter, profile), 0.85, $"is given the same object that {caller} waits on"))
            || (waiter.IsEntry && Add(resource, waiter, InClosures(profile), 0.7, $"runs a closure of {caller}, and is blocked itself"));
    }

    private bool Add(Resource resource, Waiter waiter, List<int> partners, double confidence, string why)
    {
        partners.RemoveAll(i => _graph.FindGoroutine(_view, i) == waiter || _graph.FindGoroutine(_view, i)?.Count > 1);
        if (partners.Count is 0 or > MaxPartners) return false;
        foreach (int i in partners)
        {
            _graph.Hold(resource, _graph.Goroutine(_view, i), _rule, Certainty.Inferred, confidence / partners.Count, why);
            Found.Enqueue(i);
        }

        return true;
    }

    // "created by X in goroutine N" (Go 1.21 and later) says it exactly; before, only a single one of them does.
    private List<int> StartedToWaitFor(StackProfile profile, Waiter waiter)
    {
        string function = profile.Functions[profile.CallerFrame];
        List<int> started = Blocked(_creators.StartedIn(function).Where(p => p != profile));
        List<int> own = started.FindAll(i => _view.Dump[i].ReadDetails().CreatorId is { } creator && creator == waiter.Goroutine);
        return own.Count > 0 || started.Exists(i => _view.Dump[i].ReadDetails().CreatorId is not null) || started.Count > 1 ? own : started;
    }

    private List<int> Counted(StackProfile profile) =>
        profile.CallerType is not { } type ? [] : Blocked(_creators.StartedByMethodsOf(type).Where(p => p != profile && Writes.IsIn(p)));

    // An in-process pipe (ioutils.BytesPipe, a ring, a queue): who is given the same object and does not wait on it is its other end.
    private List<int> OtherEnd(Waiter waiter, StackProfile profile)
    {
        ulong pipe = _view.Dump[waiter.FirstIndex].CallerWord;
        if (pipe <= 0xffff) return [];
        IEnumerable<int> carriers = _view.Dump.FindWords([new AddressRange(pipe, pipe)]).Select(h => h.Goroutine).Distinct().Take(MaxLookedAt);
        return [.. carriers.Where(i => i != waiter.FirstIndex && _view.Dump[i].CallerWord != pipe && IsBlocked(_view.Dump[i].State) && _view.ProfileOf(_view.Dump[i]).CallerType != profile.CallerType)];
    }

    private List<int> InClosures(StackProfile profile)
    {
        string closures = profile.Functions[profile.CallerFrame] + ".func";
        return Blocked(_view.Profiles.Where(p => p != profile && p.Functions.Any(f => f.StartsWith(closures, StringComparison.Ordinal))));
    }

    private List<int> Blocked(IEnumerable<StackProfile> profiles) =>
        [.. profiles.Distinct().Where(p => !p.IsIdle).SelectMany(_view.GoroutinesOn).Where(i => IsBlocked(_view.Dump[i].State)).Take(MaxLookedAt)];

    private static bool IsBlocked(string state) => state is not ("running" or "runnable" or "sleep") && state.Length > 0;
}
