using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Formats.Node;

/// <summary><c>proc.jsonl</c>: the processes of a live node, one to a line (<see cref="ProcessRecord"/>).</summary>
internal static class ProcessTableFormat
{
    public const string SchemaVersion = "unknot.dev/processes/v1";

    public static void Read(ReadOnlyMemory<byte> content, EvidenceFile file, EvidenceSnapshot snapshot) =>
        JsonLines.Read(content, file, snapshot, NodeJson.Default.ProcessRecord, (record, origin) => Add(record, snapshot, origin));

    private static void Add(ProcessRecord record, EvidenceSnapshot snapshot, Provenance origin)
    {
        if (record.Pid <= 0) return;
        ProcessEvidence process = snapshot.ProcessOf(record.Pid);
        process.AddOrigin(origin);
        // Of two looks at one process the later one counts, whichever document comes first.
        if (process.Age is { } known && record.AgeSeconds is { } again && again < known.TotalSeconds)
        {
            AddParts(record, process, origin);
            return;
        }

        process.ParentPid = record.ParentPid ?? process.ParentPid;
        process.Name = record.Name ?? process.Name;
        process.State = Letter(record.State) is var state and not '\0' ? state : process.State;
        process.StartedAt = record.StartedAt ?? process.StartedAt;
        process.TracerPid = record.TracerPid ?? process.TracerPid;
        process.Wchan = record.Wchan ?? process.Wchan;
        process.Executable = record.Executable ?? process.Executable;
        if (record.AgeSeconds is { } age and >= 0 and < 1e10) process.Age = TimeSpan.FromSeconds(age);
        if (record is { CpuSeconds: { } cpu, AgeSeconds: > 1 and < 1e10 }) process.CpuPercent = 100 * cpu / record.AgeSeconds;
        if (record.Arguments is { Count: > 0 } words)
        {
            process.Arguments = words;
            process.CommandLine = string.Join(' ', words);
        }

        if (record.Cgroups is { } cgroups) process.Cgroups = [.. cgroups.Where(ProcFormat.IsCgroup)];
        AddParts(record, process, origin);
    }

    private static void AddParts(ProcessRecord record, ProcessEvidence process, Provenance origin)
    {
        foreach (ThreadRecord thread in record.Threads ?? []) process.AddThread(Thread(thread, origin));
        foreach (FileRecord open in record.Files ?? []) process.Files.Add(new FileDescriptorEvidence(open.Fd, open.To, open.Mode?.Contains('r'), open.Mode?.Contains('w'), origin));
    }

    private static ThreadEvidence Thread(ThreadRecord thread, Provenance origin) => new(
        thread.Tid, thread.Name, Letter(thread.State), thread.Wchan, ProcFormat.ParseSyscall(thread.Syscall), KernelFrames.Read(thread.Stack ?? []), origin);

    private static char Letter(string? state) => state is { Length: 1 } ? state[0] : '\0';
}
