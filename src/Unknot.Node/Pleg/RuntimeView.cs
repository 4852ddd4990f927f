namespace Unknot.Node.Pleg;

/// <summary>One runtime at one moment.</summary>
internal sealed record RuntimeView
{
    public required RuntimeName Name { get; init; }

    /// <summary>True where the runtime's own events are followed beside the relists.</summary>
    public bool IsEvented { get; init; }

    /// <summary>Whether it has ever answered.</summary>
    public bool IsKnown { get; init; }

    /// <summary>How long the last relist took that ended; null before the first.</summary>
    public TimeSpan? Relist { get; init; }

    /// <summary>Median of the last 300 relists.</summary>
    public TimeSpan? RelistMedian { get; init; }

    /// <summary>Longest of the last 300 relists.</summary>
    public TimeSpan? RelistMax { get; init; }

    /// <summary>Relists that ended.</summary>
    public long Relists { get; init; }

    /// <summary>All relists together.</summary>
    public TimeSpan RelistTotal { get; init; }

    /// <summary>Relists that failed.</summary>
    public long RelistFailures { get; init; }

    /// <summary>Why the last relist failed; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>How long the relist under way has taken; null when none is.</summary>
    public TimeSpan? RelistUnderWay { get; init; }

    /// <summary>When the list was last told; null before the first.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>Containers by state.</summary>
    public IReadOnlyDictionary<string, int> States { get; init; } = new Dictionary<string, int>();

    /// <summary>Containers.</summary>
    public int Containers { get; init; }

    /// <summary>Inspects under way, hanging or not.</summary>
    public int ProbesUnderWay { get; init; }

    /// <summary>Inspects that were answered.</summary>
    public long ProbesAnswered { get; init; }

    /// <summary>How long ago the container was inspected that has waited longest for it; null before all were.</summary>
    public TimeSpan? OldestInspect { get; init; }

    /// <summary>Requests that hang, the oldest first.</summary>
    public IReadOnlyList<HangingRequest> Hanging { get; init; } = [];

    /// <summary>Goroutines as the daemon tells them; null when it does not.</summary>
    public int? Goroutines { get; init; }

    /// <summary>The container of an id; null where this runtime has it not.</summary>
    public Func<string, ListedContainer?> Find { get; init; } = static _ => null;
}
