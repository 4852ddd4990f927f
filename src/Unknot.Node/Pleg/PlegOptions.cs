namespace Unknot.Node.Pleg;

/// <summary>How a node is watched.</summary>
internal sealed record PlegOptions
{
    /// <summary>Where the node's <c>/proc</c> is.</summary>
    public string ProcRoot { get; init; } = "/proc";

    /// <summary>Between the beginnings of two relists; default 1 s, as the kubelet's own PLEG does (<c>pkg/kubelet/kubelet.go</c>, <c>plegRelistPeriod</c>).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long a request counts as hanging; default 2 s: a daemon that is well answers in milliseconds. The request goes on.</summary>
    public TimeSpan ProbeDeadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long it may take until a container whose list entry stays the same is inspected again; default 15 s.</summary>
    public TimeSpan InspectPeriod { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Inspects under way at once that do not hang (yet); default 8.</summary>
    public int ProbesAtOnce { get; init; } = 8;

    /// <summary>Inspects that may hang at once in one daemon; default 32. Beyond it nothing new is asked: each holds a connection and a goroutine there.</summary>
    public int MaxHanging { get; init; } = 32;

    /// <summary>Most containers that are kept of one list; default 2,000.</summary>
    public int MaxContainers { get; init; } = 2_000;
}
