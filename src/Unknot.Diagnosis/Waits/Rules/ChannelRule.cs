using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// What a goroutine that others wait for, or that answers a request, waits for itself when it is in a channel operation, a select, a
/// WaitGroup or a Cond: the goroutines that it started itself and that hang are the likely partners. A send that nobody receives for
/// minutes is a finding of its own: sends are meant to be received at once.
/// </summary>
internal sealed class ChannelRule : IWaitRule
{
    public string Name => "channel";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            foreach (StackProfile profile in view.Profiles)
            {
                if (profile.IsIdle || view.GoroutinesOn(profile).Count > 1_000) continue;
                foreach (int i in view.GoroutinesOn(profile)) Look(graph, view, profile, i);
            }
        }
    }

    private void Look(WaitGraphBuilder graph, DumpView view, StackProfile profile, int goroutine)
    {
        Goroutine g = view.Dump[goroutine];
        Waiter? known = graph.FindGoroutine(view, goroutine);
        if (known?.WaitEdges.Count > 0) return;
        bool send = g.State.StartsWith("chan send", StringComparison.Ordinal);
        bool overdueSend = send && g.WaitMinutes >= 1;
        bool test = profile.Functions.Any(f => f == "testing.tRunner") && !profile.Functions.Any(f => f == "testing.(*T).Run");
        if (known is null && !overdueSend && !test) return;
        if (Kind(g, profile) is not { } kind) return;
        Waiter waiter = graph.Goroutine(view, goroutine);
        if (test)
        {
            waiter.IsEntry = true;
            waiter.EntryRank = Math.Min(waiter.EntryRank, 7);
        }

        string caller = profile.CallerFrame >= 0 ? Activities.ShortName(profile.Functions[profile.CallerFrame]) : "";
        Resource resource = graph.Resource(kind, $"{waiter.Id} {g.State}", $"{g.State} in {caller}");
        graph.Wait(waiter, resource, Name, Certainty.Exact, waiter.Origins[0]);
        if (!Partners(graph, view, profile, waiter, resource) && send)
            WaitGraphBuilder.Stuck(waiter, overdueSend ? 0.75 : 0.6, "ChannelWithoutPartner", $"{caller} sends on a channel that nobody receives from");
        else if (kind == ResourceKind.Cond && (test || g.WaitMinutes >= 1))
            WaitGraphBuilder.Stuck(waiter, 0.6, "ConditionNeverSignalled", $"{caller} waits for a condition that nobody signals");
    }

    private static ResourceKind? Kind(Goroutine goroutine, StackProfile profile)
    {
        if (profile.Lock is ResourceKind.WaitGroup or ResourceKind.Cond) return profile.Lock;
        if (goroutine.State.StartsWith("chan ", StringComparison.Ordinal) || goroutine.State.StartsWith("select", StringComparison.Ordinal)) return ResourceKind.Channel;
        return goroutine.State == "IO wait" ? ResourceKind.Network : null;
    }

    // Goroutines started by a function that stands in this stack, themselves waiting for something known.
    private bool Partners(WaitGraphBuilder graph, DumpView view, StackProfile profile, Waiter waiter, Resource resource)
    {
        List<Waiter> children = [];
        foreach (StackProfile other in view.Profiles)
        {
            if (other == profile || other.Stack.CreatedBy is not { } createdBy || !profile.Functions.Take(8).Any(f => SameFunction(f, createdBy.Function))) continue;
            children.AddRange(view.GoroutinesOn(other).Select(i => graph.FindGoroutine(view, i)).Where(w => w is not null && w != waiter && w.WaitEdges.Count > 0).Select(w => w!));
        }

        if (resource.Kind == ResourceKind.WaitGroup) children.AddRange(Behind(waiter, profile));
        children = children.Distinct().Take(8).ToList();
        foreach (Waiter child in children)
            graph.Hold(resource, child, Name, Certainty.Inferred, 0.7 / children.Count, $"blocked itself, and most likely the one that {Activities.ShortName(profile.Functions[Math.Max(profile.CallerFrame, 0)])} waits for", [.. child.Origins.Take(1)]);
        return children.Count > 0;
    }

    // Who waits for a lock that this one holds, in a method of the same type, is whom its WaitGroup most likely counts.
    private static IEnumerable<Waiter> Behind(Waiter waiter, StackProfile profile)
    {
        HashSet<string> types = [.. profile.Functions.Select(LockUse.TypeOf).Where(t => t is not null).Select(t => t!)];
        return waiter.HoldEdges.SelectMany(h => h.Resource.WaitEdges).Select(e => e.Waiter).Where(w => w != waiter && w.Frames.Any(f => LockUse.TypeOf(f) is { } type && types.Contains(type)));
    }

    private static bool SameFunction(string frame, string creator) => frame == creator || creator.StartsWith(frame + ".func", StringComparison.Ordinal);
}
