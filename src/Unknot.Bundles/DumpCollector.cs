using Microsoft.Win32.SafeHandles;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Formats;
using Unknot.Go.Dumps;

namespace Unknot.Bundles;

/// <summary>Finds goroutine dumps and the process that each is of.</summary>
internal sealed class DumpCollector(BundleOptions options, EvidenceSnapshot snapshot)
{
    /// <summary>Kind of evidence.</summary>
    public const string Source = "goroutine-dump";

    private const int MaxCompared = 100;

    /// <summary>True when goroutines stand anywhere in the content, or it is a pprof profile.</summary>
    public static bool Recognise(ReadOnlySpan<byte> content) => GoroutineDumpParser.Recognise(content) is not null;

    /// <summary>True when the file is nothing but dump, so that its lines need not be looked at one by one.</summary>
    public static bool BeginsWithDump(ReadOnlySpan<byte> content) => content.TrimStart("\r\n\t "u8).StartsWith("goroutine "u8);

    /// <summary>Parses all dumps of a file.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="whole">The file itself where it is large and nothing but dump; null otherwise.</param>
    public void Take(ReadOnlyMemory<byte> content, EvidenceFile file, string path, SafeFileHandle? whole)
    {
        ParsedDumps parsed = whole is null ? GoroutineDumpParser.Parse(content, options.DumpLimits) : GoroutineDumpParser.ParseFile(whole, options.DumpLimits);
        Dictionary<long, DumpTail> tails = parsed.Dumps.Count == 0 || whole is not null ? [] : DumpTail.Find(content.Span);
        foreach (GoroutineDump dump in parsed.Dumps)
        {
            DumpTail? tail = tails.GetValueOrDefault(dump.Line);
            string component = DumpComponent.Of(dump) ?? DumpFileName.ComponentOf(path) ?? dump.Origin.Program ?? "unknown";
            bool isOwnFile = parsed.Dumps.Count == 1 || DumpFileName.ComponentOf(path) == component;
            int? pid = tail?.Pid ?? PidOfPrefix(dump.Origin, component) ?? (isOwnFile ? DumpFileName.PidOf(path) : null);
            string? container = tail?.ContainerId ?? (component == Components.Shim ? DumpFileName.ContainerOf(path) : null);
            DateTimeOffset? time = dump.Origin.Time ?? tail?.Time ?? DumpFileName.TimeOf(path);
            snapshot.Dumps.Add(new DumpEvidence(dump, component, pid, container, time, new Provenance(file, dump.Line)));
        }
    }

    /// <summary>containerd writes the same dump into its log and into a file; the log tells when.</summary>
    private static DateTimeOffset? TimeOfSame(DumpEvidence dump, ILookup<(string, int), DumpEvidence> timed)
    {
        // A made-up bundle has thousands that may be the same, a real one two or three.
        foreach (DumpEvidence other in timed[(dump.Component, dump.Dump.Count)].Take(MaxCompared))
        {
            if (IsSame(other.Dump, dump.Dump)) return other.CollectedAt;
        }

        return null;
    }

    private static bool IsSame(GoroutineDump a, GoroutineDump b)
    {
        const int Probe = 1_000;
        for (int i = 0; i < Math.Min(a.Count, Probe); i++)
        {
            if (a[i].Id != b[i].Id || a[i].State != b[i].State || a[i].WaitMinutes != b[i].WaitMinutes || a[i].LockWord != b[i].LockWord) return false;
        }

        return a.Count > 0;
    }

    /// <summary>Joins dumps with the processes that other files tell of.</summary>
    public void Complete()
    {
        LeavePastAside();
        ILookup<string, ProcessEvidence> byComponent = snapshot.Processes.Values.ToLookup(p => Components.Of(p.Name, p.Arguments));
        ILookup<(string, int), DumpEvidence> timed = snapshot.Dumps.Where(d => d.CollectedAt is not null).ToLookup(d => (d.Component, d.Dump.Count));
        for (int i = 0; i < snapshot.Dumps.Count; i++)
        {
            DumpEvidence dump = snapshot.Dumps[i];
            int? pid = dump.Pid ?? OnlyProcess(dump, byComponent[dump.Component]);
            string? container = dump.ContainerId;
            if (dump.Component == Components.Shim && pid is { } p && snapshot.Processes.TryGetValue(p, out ProcessEvidence? shim)) container ??= ContainerOf(shim);
            snapshot.Dumps[i] = dump with { Pid = pid, ContainerId = container, CollectedAt = dump.CollectedAt ?? TimeOfSame(dump, timed) ?? (dump.Origin.File.IsModificationTime ? null : dump.Origin.File.CollectedAt) };
        }
    }

    /// <summary>The log of a node that was read live keeps dumps of half an hour: whoever waited in them may long have gone on, as the node's processes and answers show.</summary>
    private void LeavePastAside()
    {
        if (snapshot.Collection?.TakenAt is not { } taken) return;
        List<DumpEvidence> past = [.. snapshot.Dumps.Where(d => d.Origin.File.Source != Source && d.CollectedAt < taken)];
        foreach (DumpEvidence dump in past) snapshot.Dumps.Remove(dump);
        foreach (IGrouping<string, DumpEvidence> file in past.GroupBy(d => d.Origin.File.Path))
            snapshot.Gaps.Add(new Gap(Source, file.Key, $"{file.Count()} goroutine dump(s) in this log are from before the reading and were left aside; to look into them: unknot goroutines"));
    }

    private static int? OnlyProcess(DumpEvidence dump, IEnumerable<ProcessEvidence> candidates)
    {
        ProcessEvidence? only = null;
        foreach (ProcessEvidence process in candidates)
        {
            if (dump.ContainerId is not null && ContainerOf(process) != dump.ContainerId) continue;
            if (only is not null) return null;
            only = process;
        }

        return only?.Pid;
    }

    private static string? ContainerOf(ProcessEvidence process)
    {
        foreach (string argument in process.Arguments)
        {
            if (ContainerNames.FindId(argument) is { } id) return id;
        }

        return process.ContainerId;
    }

    /// <summary>A shim's dump stands in containerd's log, behind containerd's pid.</summary>
    private static int? PidOfPrefix(DumpOrigin origin, string component) => component == Components.Shim ? null : origin.Pid;
}
