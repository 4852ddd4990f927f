using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Unknot.Fuzz;

/// <summary>Runs the inputs of one target on all processors and keeps what was found.</summary>
public sealed class FuzzRun(string target, long count, ulong seed, long first, string folder)
{
    private const int Batch = 64, MaxKept = 40;
    private const long MaxAllocated = 256L << 20;
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1), s_hung = TimeSpan.FromSeconds(120);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _found = [];
    private readonly long[] _started = new long[Environment.ProcessorCount], _current = new long[Environment.ProcessorCount];
    private long _next, _done, _mostAllocated;
    private (TimeSpan Time, long Index) _slowest;

    /// <summary>Runs; the answer is how many kinds of failure there are.</summary>
    public int Run()
    {
        _next = first;
        Directory.CreateDirectory(folder);
        string marks = Path.Combine(folder, target + ".running");
        if (File.Exists(marks)) Console.WriteLine($"the last run was ended, or died (stack overflow?), at {string.Join(" and ", LastMarks(marks))} of its seed");
        using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(marks, FileMode.Create, null, sizeof(long) * _started.Length);
        Stopwatch time = Stopwatch.StartNew();
        Thread[] workers = [.. Enumerable.Range(0, _started.Length).Select(w => new Thread(() => Work(w, map)))];
        foreach (Thread worker in workers) worker.Start();
        for (int second = 1; workers.Any(w => w.IsAlive); second++)
        {
            workers.FirstOrDefault(w => w.IsAlive)?.Join(1000);
            if (second % 30 == 0) Progress(time.Elapsed);
            EndIfHung();
        }

        File.Delete(marks);
        Progress(time.Elapsed);
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine($"{target} seed {seed} from {first}: {_done} inputs in {time.Elapsed.TotalSeconds:F0} s, {_found.Count} kinds of failure, {self.PeakWorkingSet64 >> 20} MiB peak, " +
            $"slowest {_slowest.Time.TotalMilliseconds:F0} ms (index {_slowest.Index}), most allocated by one {_mostAllocated >> 20} MiB");
        foreach ((string kind, int times) in _found.OrderByDescending(f => f.Value)) Console.WriteLine($"  {times} × {kind}");
        return _found.Count;
    }

    private static IEnumerable<long> LastMarks(string marks)
    {
        byte[] bytes = File.ReadAllBytes(marks);
        for (int i = 0; i + sizeof(long) <= bytes.Length; i += sizeof(long)) yield return BitConverter.ToInt64(bytes, i);
    }

    private void Work(int worker, MemoryMappedFile map)
    {
        using MemoryMappedViewAccessor mark = map.CreateViewAccessor();
        FuzzTarget fuzz = new(target);
        for (long from; (from = Interlocked.Add(ref _next, Batch) - Batch) < first + count;)
        {
            for (long index = from; index < Math.Min(from + Batch, first + count); index++)
            {
                mark.Write(worker * sizeof(long), index);
                Volatile.Write(ref _current[worker], index);
                Volatile.Write(ref _started[worker], Stopwatch.GetTimestamp());
                One(fuzz, index);
                Interlocked.Increment(ref _done);
            }
        }

        Volatile.Write(ref _started[worker], 0);
    }

    private void One(FuzzTarget fuzz, long index)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan start = ThreadTime.Now();
        try
        {
            fuzz.Run(seed, index);
        }
        catch (Exception error)
        {
            string? place = error.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Unknot.") && !l.Contains("Unknot.Fuzz"))?.Trim();
            Keep($"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")} {place}", index, fuzz);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > _mostAllocated) _mostAllocated = allocated;
        if (allocated > MaxAllocated) Keep("allocates more than 256 MiB", index, fuzz);
        TimeSpan took = ThreadTime.Now() - start;
        if (took <= _slowest.Time || took < TimeSpan.FromMilliseconds(20)) return;
        took = Again(fuzz, index, took);
        lock (_lock)
        {
            if (took > _slowest.Time) _slowest = (took, index);
        }

        if (took > s_slow) Keep("slower than a second", index, fuzz);
    }

    /// <summary>The first time may be compiling; the quicker of two counts.</summary>
    private TimeSpan Again(FuzzTarget fuzz, long index, TimeSpan took)
    {
        TimeSpan start = ThreadTime.Now();
        try
        {
            fuzz.Run(seed, index);
        }
        catch (Exception)
        {
            // Kept the first time.
        }

        TimeSpan again = ThreadTime.Now() - start;
        return again < took ? again : took;
    }

    private void Keep(string kind, long index, FuzzTarget fuzz)
    {
        kind = kind.Length > 300 ? kind[..300] : kind;
        lock (_lock)
        {
            bool isNew = !_found.ContainsKey(kind);
            _found[kind] = _found.GetValueOrDefault(kind) + 1;
            if (!isNew || _found.Count > MaxKept) return;
            string file = Path.Combine(folder, $"{target}-{seed}-{index}.bin");
            File.WriteAllBytes(file, fuzz.Input(seed, index));
            Console.WriteLine($"FOUND {kind}\n  repeat: tests/fuzz {target} 1 {seed} {index}   ({file})");
        }
    }

    private void EndIfHung()
    {
        for (int w = 0; w < _started.Length; w++)
        {
            long started = Volatile.Read(ref _started[w]);
            if (started == 0 || Stopwatch.GetElapsedTime(started) < s_hung) continue;
            Keep("hangs: more than two minutes", _current[w], new FuzzTarget(target));
            Environment.Exit(3);
        }
    }

    private void Progress(TimeSpan elapsed) => Console.WriteLine($"{target}: {_done} inputs, {_done / elapsed.TotalSeconds:F0} per second, {_found.Count} kinds of failure");
}
