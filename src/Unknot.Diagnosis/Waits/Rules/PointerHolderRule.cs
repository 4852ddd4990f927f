using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits.Rules;

/// <summary>
/// Holder of a lock by the pointers in the stacks: the lock's address, or the object that it is embedded in, stands among the argument
/// words of a goroutine that does not wait for the lock. Ranked; a receiver alone never makes it certain, as methods that do not lock
/// carry it too.
/// </summary>
internal sealed class PointerHolderRule : IWaitRule
{
    // A lock is embedded within so many bytes of its object; larger Go structs with locks are rare.
    private const ulong EmbeddingSpan = 4096;
    private const int MaxGoroutinesRead = 5_000;
    private const int MaxHolders = 5;

    public string Name => "pointer";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (DumpView view in graph.Views)
        {
            foreach (Resource resource in graph.Resources.Where(r => IsOpenLockOf(view, r)).ToArray()) FindHolders(graph, view, resource);
        }
    }

    internal static bool IsOpenLockOf(DumpView view, Resource resource) =>
        resource.HoldEdges.Count == 0 && resource.Kind is ResourceKind.Mutex or ResourceKind.RwMutex or ResourceKind.Once or ResourceKind.Semaphore
        && resource.Id.StartsWith(view.Name + "/", StringComparison.Ordinal);

    private void FindHolders(WaitGraphBuilder graph, DumpView view, Resource resource)
    {
        LockUse use = LockUse.Of(graph, view, resource);
        List<AddressRange> ranges = [];
        if (use.Address != 0) ranges.Add(new AddressRange(use.Address > EmbeddingSpan ? use.Address - EmbeddingSpan : 0, use.Address));
        foreach (ulong receiver in use.Receivers) ranges.Add(new AddressRange(receiver, receiver));
        if (ranges.Count == 0) return;
        int[] others = Enumerable.Range(0, view.Dump.Count).Where(i => !use.Waiting.Contains(i)).ToArray();
        IEnumerable<int> hit = view.Dump.FindWords(ranges, others).Select(h => h.Goroutine).Distinct().Take(MaxGoroutinesRead);
        List<(int Goroutine, double Score, string Why)> found = [];
        foreach (int i in hit)
        {
            if (Score(view, i, use) is { Score: > 0 } scored) found.Add((i, scored.Score, scored.Why));
        }

        AddHolders(graph, view, resource, found);
    }

    private void AddHolders(WaitGraphBuilder graph, DumpView view, Resource resource, List<(int Goroutine, double Score, string Why)> found)
    {
        found.Sort((a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Goroutine.CompareTo(b.Goroutine));
        if (found.Count == 0) return;
        // Those clearly weaker than the best are named no more; equals share the confidence.
        var best = found.Where(f => f.Score >= found[0].Score - 0.1).Take(MaxHolders + 1).ToList();
        double share = best.Count == 1 ? 1 : 1.2 / best.Count;
        foreach ((int goroutine, double score, string why) in best.Take(MaxHolders))
            graph.Hold(resource, graph.Goroutine(view, goroutine), Name, Certainty.Inferred, Math.Min(score, score * share), why, view.ProvenanceOf(view.Dump[goroutine]));
        if (found.Count > 1) resource.Note = $"{found.Count} goroutines carry a pointer to it without waiting for it";
    }

    private static (double Score, string Why) Score(DumpView view, int index, LockUse use)
    {
        Goroutine goroutine = view.Dump[index];
        StackProfile profile = view.ProfileOf(goroutine);
        (double Score, string Why) best = (0, "");
        IReadOnlyList<StackFrame> frames = goroutine.ReadDetails().Frames;
        // Waiting at the call that takes a lock of this kind, it holds none through that frame; frames further out may hold one.
        int first = Math.Max(profile.CallerFrame, 0) + (use.IsAtLockSite(profile) && profile.Lock != null && !CarriesAddress(frames, profile.CallerFrame, use.Address) ? 1 : 0);
        for (int f = first; f < frames.Count; f++)
        {
            (double Score, string Why) scored = ScoreFrame(frames[f], use);
            if (scored.Score > best.Score) best = scored;
        }

        if (best.Score == 0) return best;
        return (Math.Clamp(best.Score + Weight(profile, goroutine), 0.05, 0.9), best.Why);
    }

    private static bool CarriesAddress(IReadOnlyList<StackFrame> frames, int frame, ulong address) =>
        address != 0 && frame >= 0 && frame < frames.Count && frames[frame].Arguments.Any(a => a.IsReliable && a.Value == address);

    private static (double Score, string Why) ScoreFrame(StackFrame frame, LockUse use)
    {
        string name = Activities.ShortName(frame.Symbol.Function);
        bool sameType = use.Types.Contains(LockUse.TypeOf(frame.Symbol.Function));
        for (int i = 0; i < frame.Arguments.Count; i++)
        {
            ArgumentWord word = frame.Arguments[i];
            if (!word.IsKnown || word.Value == 0) continue;
            double trust = word.IsReliable ? 0 : -0.2;
            if (word.Value == use.Address && use.Functions.Contains(frame.Symbol.Function)) return (0.8 + trust, $"{name}, past its Lock of the same lock, is given its address");
            if (word.Value == use.Address) return (0.7 + trust, $"{name} is given the lock's address");
            if (use.Receivers.Contains(word.Value)) return i == 0 && sameType
                ? (0.75 + trust, $"{name} runs on the same object 0x{word.Value:x}, and does not wait for it")
                : (0.55 + trust, $"{name} is given the same object 0x{word.Value:x}");
            if (i == 0 && word.IsReliable && use.Address > word.Value && use.Address - word.Value < EmbeddingSpan && (use.Offsets.Count == 0 || use.Offsets.Contains(use.Address - word.Value)) && (sameType || use.Address - word.Value < 64) && LockUse.TypeOf(frame.Symbol.Function) is not null)
                return (sameType ? 0.65 : 0.55, $"{name} runs on 0x{word.Value:x}, {use.Address - word.Value} bytes before the lock");
        }

        return (0, "");
    }

    // Who waits on something himself, in a place where locks are held, is likelier the holder than a loop that idles on the same object.
    private static double Weight(StackProfile profile, Goroutine goroutine)
    {
        if (profile.IsIdle) return -0.3;
        if (profile.Call is not null || profile.DbusMethod is not null || profile.IsChildWait || profile.FileSystemCall is not null || profile.IsHttpCall) return 0.1;
        if (goroutine.State.StartsWith("chan send", StringComparison.Ordinal) || profile.Lock is not null) return 0.1;
        return goroutine.State is "select" or "IO wait" ? -0.1 : 0;
    }
}
