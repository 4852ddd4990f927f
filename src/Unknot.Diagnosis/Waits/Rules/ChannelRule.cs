using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// What a goroutine that others wait for, or that answers a request, waits for itself when it is in a channel operation, a select, a
/// WaitGroup or a Cond: the goroutines that it started itself and that hang are the likely partners. A send that nobody receives for
/// minutes is a finding of its own: sends are meant to be received at once.
/// </summary>
internal sealed class ChannelRule : IWaitRule
{
    private const int MaxPartners = 8;

    public string Name => "channel";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            CreatorIndex creators = new(view);
            PartnerSearch search = new(graph, view, creators, Name);
            foreach (StackProfile profile in view.Profiles.Where(p => !p.IsIdle && p.Call is null && !LockWaitRule.IsLockWait(p)))
            {
                foreach (Waiter waiter in Waiters(graph, view, profile)) Look(graph, view, profile, waiter, creators, search);
            }

            // A partner that no rule had an interest in so far waits for somebody itself.
            while (search.Found.TryDequeue(out int found))
            {
                StackProfile profile = view.ProfileOf(view.Dump[found]);
                Waiter partner = graph.Goroutine(view, found);
                if (partner.WaitEdges.Count == 0 && !profile.IsIdle && profile.Call is null) Look(graph, view, profile, partner, creators, search);
            }
        }
    }

    // Those that a rule has an interest in already, one by one; tests and overdue sends besides, one waiter for all that stand there.
    private static List<Waiter> Waiters(WaitGraphBuilder graph, DumpView view, StackProfile profile)
    {
        List<Waiter> known = [];
        List<int> overdue = [];
        bool test = IsTest(profile);
        foreach (int i in view.GoroutinesOn(profile))
        {
            Goroutine g = view.Dump[i];
            if (graph.FindGoroutine(view, i) is { } waiter) known.Add(waiter);
            else if (test || (g.WaitMinutes >= 1 && IsSend(g.State))) overdue.Add(i);
        }

        if (overdue.Count > 0) known.Add(graph.Goroutines(view, overdue));
        return [.. known.Distinct().Where(w => w.WaitEdges.Count == 0)];
    }

    private void Look(WaitGraphBuilder graph, DumpView view, StackProfile profile, Waiter waiter, CreatorIndex creators, PartnerSearch search)
    {
        if (Kind(waiter.State, profile) is not { } kind) return;
        bool test = IsTest(profile);
        if (test)
        {
            waiter.IsEntry = true;
            waiter.EntryRank = Math.Min(waiter.EntryRank, 7);
        }

        string caller = profile.CallerFrame >= 0 ? Activities.ShortName(profile.Functions[profile.CallerFrame]) : "";
        Resource resource = graph.Resource(kind, $"{waiter.Id} {waiter.State}", $"{waiter.State} in {caller}");
        graph.Wait(waiter, resource, Name, Certainty.Exact);
        bool overdue = waiter.WaitingAtLeast >= TimeSpan.FromMinutes(1);
        if (search.AddPartners(profile, waiter, resource) || AddPartners(graph, view, profile, waiter, resource, creators)) return;
        if (IsSend(waiter.State))
            WaitGraphBuilder.Stuck(waiter, overdue ? 0.75 : 0.6, "ChannelWithoutPartner", $"{caller} sends on a channel that nobody receives from");
        else if (kind == ResourceKind.Cond && (test || overdue))
            WaitGraphBuilder.Stuck(waiter, 0.6, "ConditionNeverSignalled", $"{caller} waits for a condition that nobody signals");
    }

    private static bool IsSend(string state) => state.StartsWith("chan send", StringComparison.Ordinal);

    private static bool IsTest(StackProfile profile) => profile.Functions.Contains("testing.tRunner") && !profile.Functions.Contains("testing.(*T).Run");

    private static ResourceKind? Kind(string state, StackProfile profile)
    {
        if (profile.Lock is ResourceKind.WaitGroup or ResourceKind.Cond) return profile.Lock;
        if (state.StartsWith("chan ", StringComparison.Ordinal) || state.StartsWith("select", StringComparison.Ordinal)) return ResourceKind.Channel;
        return state == "IO wait" ? ResourceKind.Network : null;
    }

    // Goroutines started by a function that stands in this stack, themselves waiting for something known.
    private bool AddPartners(WaitGraphBuilder graph, DumpView view, StackProfile profile, Waiter waiter, Resource resource, CreatorIndex creators)
    {
        List<Waiter> partners = [];
        foreach (StackProfile other in profile.Functions.Take(8).SelectMany(creators.StartedIn).Where(p => p != profile).Distinct())
        {
            foreach (int i in view.GoroutinesOn(other).Take(100))
            {
                if (graph.FindGoroutine(view, i) is { WaitEdges.Count: > 0 } partner && partner != waiter) partners.Add(partner);
            }
        }

        if (resource.Kind == ResourceKind.WaitGroup) partners.AddRange(Behind(waiter, profile));
        partners = partners.Distinct().Take(MaxPartners).ToList();
        foreach (Waiter partner in partners)
            graph.Hold(resource, partner, Name, Certainty.Inferred, 0.7 / partners.Count, $"blocked itself, and most likely the one that {Activities.ShortName(profile.Functions[Math.Max(profile.CallerFrame, 0)])} waits for");
        return partners.Count > 0;
    }

    // Who waits for a lock that this one holds, in a method of the same type, is whom its WaitGroup most likely counts.
    private static IEnumerable<Waiter> Behind(Waiter waiter, StackProfile profile) =>
        waiter.HoldEdges.SelectMany(h => h.Resource.WaitEdges).Select(e => e.Waiter).Where(w => w != waiter && w.Frames.Any(f => LockUse.TypeOf(f) is { } type && profile.Types.Contains(type)));
}
