using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>There are processes like this. All conditions given hold for the same process.</summary>
internal sealed record ProcessClause : SignatureClause
{
    /// <summary>Its component; null for any.</summary>
    public string? Component { get; init; }

    /// <summary>Its task name (<c>comm</c>); null for any.</summary>
    public string? Name { get; init; }

    /// <summary>Parts of its command line, all of which are there.</summary>
    public IReadOnlyList<string> CommandContains { get; init; } = [];

    /// <summary>States of which it, or one of its threads, has one (letters of <c>/proc/PID/stat</c>); empty for any.</summary>
    public string States { get; init; } = "";

    /// <summary>Beginnings of kernel functions in one of which it, or one of its threads, waits; empty for any. <c>ps</c> cuts the names.</summary>
    public IReadOnlyList<string> Wchan { get; init; } = [];

    /// <summary>Part of the path of a file that it has open; null for any.</summary>
    public string? OpenFile { get; init; }

    /// <summary>Least age in seconds; 0 for any. A process whose age is not known does not fulfil it.</summary>
    public int MinAgeSeconds { get; init; }

    /// <summary>Least share of one processor in percent; 0 for any.</summary>
    public double CpuAbove { get; init; }

    /// <summary>True where it has no child process (zombies count as children).</summary>
    public bool IsChildless { get; init; }

    /// <summary>True where another process traces it.</summary>
    public bool IsTraced { get; init; }

    /// <summary>Least number of dead, unreaped children; 0 for any.</summary>
    public int MinZombies { get; init; }

    /// <summary>Least number of such processes.</summary>
    public int MinCount { get; init; } = 1;

    /// <inheritdoc/>
    public override ClauseHit? Find(EvidenceIndex evidence, RootFact? root)
    {
        List<ProcessEvidence> found = [.. evidence.Processes(Component).Where(process => IsMeant(process, evidence))];
        if (found.Count < MinCount) return null;
        ProcessEvidence shown = found.Find(process => process.Pid == root?.Pid) ?? found[0];
        return new ClauseHit(Describe(shown, found.Count), [.. shown.Origins.Take(3)], shown.Pid, shown.ContainerId);
    }

    private bool IsMeant(ProcessEvidence process, EvidenceIndex evidence) =>
        (Name is null || process.Name == Name)
        && CommandContains.All(part => process.CommandLine?.Contains(part, StringComparison.Ordinal) == true)
        && HasThreadLikeThis(process)
        && (OpenFile is null || process.Files.Any(file => file.Target.Contains(OpenFile, StringComparison.Ordinal)))
        && (MinAgeSeconds == 0 || process.Age >= TimeSpan.FromSeconds(MinAgeSeconds))
        && (CpuAbove == 0 || process.CpuPercent > CpuAbove)
        && (!IsTraced || process.TracerPid > 0)
        && HasChildrenLikeThis(process, evidence);

    private bool HasThreadLikeThis(ProcessEvidence process) =>
        IsInState(process.State, process.Wchan) || process.Threads.Any(thread => IsInState(thread.State, thread.Wchan));

    private bool IsInState(char state, string? wchan) =>
        (States.Length == 0 || States.Contains(state))
        && (Wchan.Count == 0 || (wchan is not null && Wchan.Any(start => wchan.StartsWith(start, StringComparison.Ordinal))));

    private bool HasChildrenLikeThis(ProcessEvidence process, EvidenceIndex evidence) =>
        (!IsChildless || (evidence.KnowsChildren && !evidence.ChildrenOf(process.Pid).Any()))
        && (MinZombies == 0 || evidence.ChildrenOf(process.Pid).Count(child => child.State == 'Z') >= MinZombies);

    private static string Describe(ProcessEvidence process, int count)
    {
        string state = process.State == '\0' ? "" : $", state {process.State}";
        string wchan = process.Wchan is null ? "" : $", in {process.Wchan}";
        string age = process.Age is { } time ? $", {(long)time.TotalSeconds} s old" : "";
        string more = count > 1 ? $" and {count - 1} more like it" : "";
        return $"process {process.Pid} ({process.Name ?? process.CommandLine ?? "?"}{state}{wchan}{age}){more}";
    }
}
