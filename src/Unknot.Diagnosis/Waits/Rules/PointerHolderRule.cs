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
    private const ulong NearSpan = 64;
    private const int MaxGoroutinesRead = 500;
    private const int MaxHolders = 5;
    private const int LargeDump = 20_000;

    // Below this it is likelier, in a whole dump, that a reader has left without unlocking.
    private const double Unlikely = 0.5;
    private const string LeakedByReader = "a writer waits for readers, and no goroutine of this dump is inside code that is likely to read under the lock: it was most likely left read-locked, on an error path or by a goroutine that has ended";
    private static readonly string[] s_closers = [".Close", ".Stop", ".Shutdown", ".Cancel", ".Destroy"];

    // What a candidate's own wait adds to its score.
    private const double Busy = 0.1, Unknown = 0, Listening = -0.1, Idle = -0.3;
    private static readonly double[] s_weights = [Busy, Unknown, Listening, Idle];

    public string Name => "pointer";

    public void Apply(WaitGraphBuilder graph)
    {
        foreach (IGrouping<DumpView, LockUse> locks in graph.Locks.Where(l => l.IsOpen).GroupBy(l => l.View)) FindHolders(graph, locks.Key, [.. locks]);
    }

    // One pass over the dump's text for all its locks: then each hit goes to the locks that it can be about.
    private void FindHolders(WaitGraphBuilder graph, DumpView view, List<LockUse> locks)
    {
        List<AddressRange> ranges = [];
        Dictionary<ulong, List<LockUse>> byReceiver = [];
        foreach (LockUse use in locks)
        {
            if (use.Address != 0) ranges.Add(new AddressRange(use.Address > EmbeddingSpan ? use.Address - EmbeddingSpan : 0, use.Address));
            foreach (ulong receiver in use.Receivers)
            {
                ranges.Add(new AddressRange(receiver, receiver));
                if (!byReceiver.TryGetValue(receiver, out List<LockUse>? list)) byReceiver[receiver] = list = [];
                list.Add(use);
            }
        }

        if (ranges.Count == 0) return;
        LockIndex index = new(locks, EmbeddingSpan, NearSpan);
        Dictionary<LockUse, List<int>> candidates = [];
        foreach (WordHit hit in FindWords(view.Dump, ranges))
        {
            foreach (LockUse use in index.LocksOf(hit.Word)) Add(use, hit.Goroutine, candidates);
            if (!byReceiver.TryGetValue(hit.Word, out List<LockUse>? uses)) continue;
            foreach (LockUse use in uses) Add(use, hit.Goroutine, candidates);
        }

        Dictionary<int, IReadOnlyList<StackFrame>> frames = [];
        foreach (LockUse use in locks.Where(candidates.ContainsKey)) AddHolders(graph, view, use, Scored(view, use, candidates[use], frames));
    }

    // The text of a large dump is gone through in two parts at once; the hits stay in the order of the goroutines.
    private static IEnumerable<WordHit> FindWords(GoroutineDump dump, List<AddressRange> ranges)
    {
        if (dump.Count < LargeDump) return dump.FindWords(ranges);
        IReadOnlyList<WordHit> first = [], second = [];
        Parallel.Invoke(
            () => first = dump.FindWords(ranges, Enumerable.Range(0, dump.Count / 2).ToArray()),
            () => second = dump.FindWords(ranges, Enumerable.Range(dump.Count / 2, dump.Count - (dump.Count / 2)).ToArray()));
        return first.Concat(second);
    }

    private static void Add(LockUse use, int goroutine, Dictionary<LockUse, List<int>> candidates)
    {
        if (use.Waiting.Contains(goroutine)) return;
        if (!candidates.TryGetValue(use, out List<int>? list)) candidates[use] = list = [];
        // Hits come goroutine by goroutine.
        if (list.Count == 0 || list[^1] != goroutine) list.Add(goroutine);
    }

    private static List<(int Goroutine, double Score, string Why)> Scored(DumpView view, LockUse use, List<int> goroutines, Dictionary<int, IReadOnlyList<StackFrame>> frames)
    {
        List<(int Goroutine, double Score, string Why)> found = [];
        // An object that hundreds carry is passed around: then those that wait for something themselves are looked at first.
        IEnumerable<int> looked = goroutines.Count <= MaxGoroutinesRead ? goroutines : HeaviestFirst(view, goroutines).Take(MaxGoroutinesRead);
        foreach (int i in looked)
        {
            if (!frames.TryGetValue(i, out IReadOnlyList<StackFrame>? read)) frames[i] = read = view.Dump[i].ReadDetails().Frames;
            if (Score(view, i, use, read) is { Score: > 0 } scored) found.Add((i, scored.Score, scored.Why));
        }

        return found;
    }

    // One pass per weight instead of a sort: with thousands of locks and candidates, the first pass is mostly enough.
    private static IEnumerable<int> HeaviestFirst(DumpView view, List<int> goroutines)
    {
        foreach (double weight in s_weights)
        {
            foreach (int i in goroutines)
            {
                if (Weight(view.ProfileOf(view.Dump[i]), view.Dump[i]) == weight) yield return i;
            }
        }
    }

    private void AddHolders(WaitGraphBuilder graph, DumpView view, LockUse use, List<(int Goroutine, double Score, string Why)> found)
    {
        Resource resource = use.Resource;
        found.Sort((a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Goroutine.CompareTo(b.Goroutine));
        if (found.Count == 0) return;
        // Those clearly weaker than the best are named no more; equals share the confidence.
        var best = found.Where(f => f.Score >= found[0].Score - 0.1).Take(MaxHolders + 1).ToList();
        double share = best.Count == 1 ? 1 : 1.2 / best.Count;
        foreach ((int goroutine, double score, string why) in best.Take(MaxHolders))
            graph.Hold(resource, graph.Goroutine(view, goroutine), Name, Certainty.Inferred, Math.Min(score, score * share), why);
        if (use.IsHeldByReaders && found[0].Score < Unlikely && resource.Kind == ResourceKind.RwMutex && LeakedLock.LooksWhole(view)) LeakedLock.Add(graph, view, resource, 0.95 - found[0].Score, LeakedByReader);
        if (found.Count > 1) resource.Note = $"{found.Count} goroutines carry a pointer to it without waiting for it";
    }

    private static (double Score, string Why) Score(DumpView view, int index, LockUse use, IReadOnlyList<StackFrame> frames)
    {
        Goroutine goroutine = view.Dump[index];
        StackProfile profile = view.ProfileOf(goroutine);
        (double Score, string Why, string? Function) best = (0, "", null);
        // Waiting at the call that takes a lock of this kind, it holds none through that frame; frames further out may hold one.
        int first = Math.Max(profile.CallerFrame, 0) + (use.IsAtLockSite(profile) && profile.Lock != null && !CarriesAddress(frames, profile.CallerFrame, use.Address) ? 1 : 0);
        for (int f = first; f < frames.Count; f++)
        {
            (double Score, string Why) scored = ScoreFrame(frames[f], use);
            if (scored.Score > best.Score) best = (scored.Score, scored.Why, frames[f].Symbol.Function);
        }

        if (best.Score == 0) return (0, "");
        // What closes or stops its object takes the lock to write, where it takes it at all.
        double closer = use.IsHeldByReaders && best.Function is { } function && s_closers.Any(c => function.EndsWith(c, StringComparison.Ordinal)) ? -0.35 : 0;
        return (Math.Clamp(best.Score + Weight(profile, goroutine) + closer, 0.05, 0.9), best.Why);
    }

    private static bool CarriesAddress(IReadOnlyList<StackFrame> frames, int frame, ulong address) =>
        address != 0 && frame >= 0 && frame < frames.Count && frames[frame].Arguments.Any(a => a.IsReliable && a.Value == address);

    // The lock itself, or an object that has such a lock so many bytes further on; where no waiter shows the distance, only a near one.
    private static bool IsObjectOf(LockUse use, ulong offset) => offset == 0 || (use.Types.Count > 0 ? use.CanLieAt(offset) : offset < NearSpan);

    private static (double Score, string Why) ScoreFrame(StackFrame frame, LockUse use)
    {
        for (int i = 0; i < frame.Arguments.Count; i++)
        {
            ArgumentWord word = frame.Arguments[i];
            if (!word.IsKnown || word.Value <= 0xffff) continue;
            bool isReceiver = use.Receivers.Contains(word.Value);
            bool near = i == 0 && word.IsReliable && use.Address > word.Value && use.Address - word.Value < EmbeddingSpan;
            if (word.Value != use.Address && !isReceiver && !near) continue;
            if (ScoreWord(frame.Symbol.Function, i, word, use, isReceiver) is { Score: > 0 } scored) return scored;
        }

        return (0, "");
    }

    private static (double Score, string Why) ScoreWord(string function, int index, ArgumentWord word, LockUse use, bool isReceiver)
    {
        string name = Activities.ShortName(function);
        string? type = LockUse.TypeOf(function);
        bool sameType = type is not null && use.Types.Contains(type);
        double trust = word.IsReliable ? 0 : -0.2;
        if (word.Value == use.Address && use.Functions.Contains(function)) return (0.8 + trust, $"{name}, past its Lock of the same lock, is given its address");
        if (word.Value == use.Address && !(isReceiver && sameType && index == 0)) return (0.7 + trust, $"{name} is given the lock's address");
        if (isReceiver)
        {
            return index == 0 && sameType
                ? (0.75 + trust, $"{name} runs on the same object 0x{word.Value:x}, and does not wait for it")
                : (0.55 + trust, $"{name} is given the same object 0x{word.Value:x}");
        }

        ulong offset = use.Address - word.Value;
        if (type is null || !IsObjectOf(use, offset) || !(sameType || offset < NearSpan)) return (0, "");
        return (sameType ? 0.65 : 0.55, $"{name} runs on 0x{word.Value:x}, {offset} bytes before the lock");
    }

    // Who waits on something himself, in a place where locks are held, is likelier the holder than a loop that idles on the same object.
    private static double Weight(StackProfile profile, Goroutine goroutine)
    {
        if (profile.IsIdle) return Idle;
        if (profile.Call is not null || profile.DbusMethod is not null || profile.IsChildWait || profile.FileSystemCall is not null || profile.IsHttpCall) return Busy;
        if (profile.Lock is not null || goroutine.State.StartsWith("chan send", StringComparison.Ordinal)) return Busy;
        return goroutine.State is "select" or "IO wait" ? Listening : Unknown;
    }
}
