using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Waits;

/// <summary>What kind of thing waits.</summary>
public enum WaiterKind
{
    /// <summary>A goroutine, or several at the same place that wait for the same thing.</summary>
    Goroutine,

    /// <summary>A kernel task of a process.</summary>
    Thread,

    /// <summary>A process as a whole.</summary>
    Process,

    /// <summary>Somebody outside the node or outside the evidence: an NFS server, a client, an unknown owner.</summary>
    External,
}

/// <summary>
/// Somebody who waits, or holds what others wait for. Goroutines that stand on the same stack and wait for the same resource are one
/// waiter with a <see cref="Count"/>, so that a dump of half a million goroutines gives a graph of some hundred nodes.
/// </summary>
public sealed class Waiter
{
    private readonly List<Provenance> _origins = [];
    private Func<Provenance>? _origin;

    internal Waiter(string id, WaiterKind kind, string component, Func<Provenance>? origin = null)
    {
        _origin = origin;
        Id = id;
        Kind = kind;
        Component = component;
    }

    /// <summary>Stable within a report: <c>dockerd/g392</c>, <c>pid 18398</c>, <c>pid 25209/tid 25223</c>.</summary>
    public string Id { get; }

    /// <summary>What kind of thing it is.</summary>
    public WaiterKind Kind { get; }

    /// <summary>Component (<see cref="Components"/>) or program name.</summary>
    public string Component { get; internal set; }

    /// <summary>Process id; null when unknown.</summary>
    public int? Pid { get; internal set; }

    /// <summary>Goroutine id of the first one; null for other kinds.</summary>
    public long? Goroutine { get; internal set; }

    /// <summary>Place of the first goroutine in its dump; 0 for other kinds.</summary>
    internal int FirstIndex { get; set; }

    /// <summary>Ids of all goroutines folded into this waiter, at most 1,000.</summary>
    public IReadOnlyList<long> Goroutines { get; internal set; } = [];

    /// <summary>Thread id; null for other kinds.</summary>
    public int? Tid { get; internal set; }

    /// <summary>How many wait here; 1 or more.</summary>
    public long Count { get; internal set; } = 1;

    /// <summary>Wait reason of a goroutine, task state of a process or thread.</summary>
    public string State { get; internal set; } = "";

    /// <summary>How long it has waited at least; null when nothing tells.</summary>
    public TimeSpan? WaitingAtLeast { get; internal set; }

    /// <summary>Function names, innermost first: of the stack, or of the kernel stack.</summary>
    public IReadOnlyList<string> Frames { get; internal set; } = [];

    /// <summary>What it is doing, in a few words: <c>ContainerInspectCurrent</c>, <c>runc create</c>, <c>PLEG relist</c>.</summary>
    public string Activity { get; internal set; } = "";

    /// <summary>Container that it is about, 64 hex digits; null when not known.</summary>
    public string? ContainerId { get; internal set; }

    /// <summary>True where this is a request from outside or a loop that must come round: somebody notices when it hangs.</summary>
    public bool IsEntry { get; internal set; }

    /// <summary>Rank among entries: lower is nearer to the user (the kubelet's PLEG is 0).</summary>
    public int EntryRank { get; internal set; } = int.MaxValue;

    /// <summary>Why this one cannot go on by itself, when it is more than waiting: stopped, traced, in the kernel; null otherwise.</summary>
    public string? StuckBecause { get; internal set; }

    /// <summary>How surely it is stuck by itself: 0 to 1; 0 when nothing says so.</summary>
    public double StuckConfidence { get; internal set; }

    /// <summary>Reason name of the finding that describes a root of this kind (<c>ShimStopped</c>); null when none is known yet.</summary>
    public string? RootReason { get; internal set; }

    /// <summary>Where it is written. Of a goroutine worked out when asked for: finding the line of one in a large dump costs.</summary>
    public IList<Provenance> Origins
    {
        get
        {
            if (_origin is { } origin)
            {
                _origin = null;
                _origins.Insert(0, origin());
            }

            return _origins;
        }
    }

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<WaitEdge> WaitsFor => WaitEdges;

    /// <summary>What it holds.</summary>
    public IReadOnlyList<HoldEdge> Holds => HoldEdges;

    internal List<WaitEdge> WaitEdges { get; } = [];

    internal List<HoldEdge> HoldEdges { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => Id;
}
