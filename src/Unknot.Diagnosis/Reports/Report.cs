using System.Text.Json.Serialization;

namespace Unknot.Diagnosis.Reports;

/// <summary>
/// The report of a diagnosis: the one model behind the text and the JSON (<c>unknot.dev/report/v1</c>). Unknown fields may be added to it,
/// those that are there do not change their meaning.
/// </summary>
public sealed record Report
{
    /// <summary>Schema of this version.</summary>
    public const string Schema = "unknot.dev/report/v1";

    /// <summary>Always <see cref="Schema"/>.</summary>
    public string SchemaVersion { get; init; } = Schema;

    /// <summary>What it comes to.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The answer in one sentence that a manager can repeat.</summary>
    public required string Headline { get; init; }

    /// <summary>Name of the node, where the evidence tells; null otherwise.</summary>
    public string? Node { get; init; }

    /// <summary>When the evidence was collected, where it tells; null otherwise.</summary>
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>How the node itself was read, live or into a bundle; null for files of others.</summary>
    public ReportCollection? Collection { get; init; }

    /// <summary>What was looked at, in words: <c>2 goroutine dumps (134 goroutines)</c>, <c>24 processes</c>.</summary>
    public IReadOnlyList<string> LookedAt { get; init; } = [];

    /// <summary>Root blockers, the most important first. Empty unless the verdict is <see cref="Verdict.Knotted"/>.</summary>
    public IReadOnlyList<ReportRoot> RootBlockers { get; init; } = [];

    /// <summary>Ways from entries to roots.</summary>
    public IReadOnlyList<ReportChain> Chains { get; init; } = [];

    /// <summary>Waiters of the graph; those on chains first, at most 500.</summary>
    public IReadOnlyList<ReportWaiter> Waiters { get; init; } = [];

    /// <summary>Resources of the graph; those on chains first, at most 500.</summary>
    public IReadOnlyList<ReportResource> Resources { get; init; } = [];

    /// <summary>Findings: what it is, and known causes that it resembles.</summary>
    public IReadOnlyList<ReportFinding> Findings { get; init; } = [];

    /// <summary>What to do, the least destructive step first.</summary>
    public ReportRemediation Remediation { get; init; } = new();

    /// <summary>Evidence that the other parts refer to by id.</summary>
    public IReadOnlyList<ReportEvidence> Evidence { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<ReportGap> Gaps { get; init; } = [];

    /// <summary>What the reader should know besides: dumps left aside, candidates that text cannot tell apart.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Process exit code for the verdict: 0 clear, 1 knotted, 3 undetermined.</summary>
    [JsonIgnore]
    public int ExitCode => Verdict switch { Verdict.Clear => 0, Verdict.Knotted => 1, _ => 3 };
}

/// <summary>What a diagnosis comes to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Nothing is knotted.</summary>
    [JsonStringEnumMemberName("clear")]
    Clear,

    /// <summary>A knot was found.</summary>
    [JsonStringEnumMemberName("knotted")]
    Knotted,

    /// <summary>The evidence is not enough; the report says which is missing and how to get it.</summary>
    [JsonStringEnumMemberName("undetermined")]
    Undetermined,
}

/// <summary>A root blocker.</summary>
/// <param name="Waiter">Id in <see cref="Report.Waiters"/>.</param>
/// <param name="Component">Component (DESIGN §5) or program name.</param>
/// <param name="Pid">Its pid; null when it is no process or not known.</param>
/// <param name="Goroutine">Its goroutine; null when it is none.</param>
/// <param name="ContainerId">Container that it is about; the first where there are several.</param>
/// <param name="ContainerIds">All containers that the chains behind it are about.</param>
/// <param name="Reason">Reason name of the finding that explains it.</param>
/// <param name="Summary">What it is, in one sentence.</param>
/// <param name="Confidence">How sure: 0 to 1.</param>
/// <param name="WaitersBehind">How many wait behind it.</param>
/// <param name="Behind">Who, in words: <c>kubelet PLEG relist</c>, <c>4 dockerd inspect</c>; those that somebody outside notices first.</param>
/// <param name="Certainty">The weakest edge on the way: exact, inferred or assumed.</param>
public sealed record ReportRoot(
    string Waiter, string Component, int? Pid, long? Goroutine, string? ContainerId, IReadOnlyList<string> ContainerIds, string Reason, string Summary,
    double Confidence, long WaitersBehind, IReadOnlyList<string> Behind, string Certainty);

/// <summary>A way from an entry to a root.</summary>
/// <param name="Root">Id of the root's waiter.</param>
/// <param name="Links">Waiters and resources in turn.</param>
/// <param name="Like">How many further entries come the same way.</param>
public sealed record ReportChain(string Root, IReadOnlyList<ReportLink> Links, long Like);

/// <summary>One link of a chain: a waiter or a resource.</summary>
/// <param name="Waiter">Waiter's id; null for a resource.</param>
/// <param name="Resource">Resource's id; null for a waiter.</param>
/// <param name="Relation"><c>waits for</c> or <c>held by</c>: how the link before leads here; <c>entry</c> for the first.</param>
/// <param name="Rule">Rule that found the edge; null for the first.</param>
/// <param name="Certainty">How the edge is known.</param>
/// <param name="Why">In words; null where the rule says no more.</param>
/// <param name="Evidence">Ids in <see cref="Report.Evidence"/>.</param>
public sealed record ReportLink(string? Waiter, string? Resource, string Relation, string? Rule, string? Certainty, string? Why, IReadOnlyList<string> Evidence);

/// <summary>A waiter of the graph.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>goroutine</c>, <c>thread</c>, <c>process</c> or <c>external</c>.</param>
/// <param name="Component">Component or program name.</param>
/// <param name="Pid">Pid, where known.</param>
/// <param name="Goroutine">First goroutine's id, for goroutines.</param>
/// <param name="Tid">Thread id, for threads.</param>
/// <param name="State">Wait reason or task state.</param>
/// <param name="WaitingSince">When the wait began at the latest, where the time of the evidence and a duration are known.</param>
/// <param name="WaitingAtLeast">Seconds that it has waited at least; null when nothing tells.</param>
/// <param name="Count">How many stand here.</param>
/// <param name="Activity">What it is doing.</param>
/// <param name="ContainerId">Container, where known.</param>
/// <param name="Goroutines">Goroutine ids folded into it, at most 1,000.</param>
/// <param name="Frames">Functions, innermost first.</param>
/// <param name="Evidence">Ids in <see cref="Report.Evidence"/>.</param>
public sealed record ReportWaiter(
    string Id, string Kind, string Component, int? Pid, long? Goroutine, int? Tid, string State, DateTimeOffset? WaitingSince, double? WaitingAtLeast, long Count,
    string Activity, string? ContainerId, IReadOnlyList<long> Goroutines, IReadOnlyList<string> Frames, IReadOnlyList<string> Evidence);

/// <summary>A resource of the graph.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Kind in kebab-case.</param>
/// <param name="Label">A few words.</param>
/// <param name="Address">Address in its process in hexadecimal, where it has one.</param>
/// <param name="Path">Path, where it has one.</param>
/// <param name="Pid">Pid, where it has one.</param>
/// <param name="Inode">Inode, where it has one.</param>
/// <param name="Method">Method, where it has one.</param>
/// <param name="ContainerId">Container, where known.</param>
/// <param name="Waiters">Ids of its waiters.</param>
/// <param name="Holder">Id of the likeliest holder; null when none is known.</param>
/// <param name="HolderCertainty">How that is known.</param>
/// <param name="HolderConfidence">How sure: 0 to 1.</param>
/// <param name="OtherHolders">The runners-up.</param>
/// <param name="Note">Why there is no holder, or why there are several.</param>
public sealed record ReportResource(
    string Id, string Kind, string Label, string? Address, string? Path, int? Pid, ulong? Inode, string? Method, string? ContainerId, IReadOnlyList<string> Waiters,
    string? Holder, string? HolderCertainty, double? HolderConfidence, IReadOnlyList<string> OtherHolders, string? Note);

/// <summary>A finding.</summary>
/// <param name="Reason">PascalCase name.</param>
/// <param name="Severity"><c>critical</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Certainty"><c>matched</c> or <c>resembles</c>: the latter is offered, never the verdict.</param>
/// <param name="Message">What it is, here.</param>
/// <param name="Missing">For a resemblance: what would make it certain.</param>
/// <param name="Evidence">Ids in <see cref="Report.Evidence"/>.</param>
/// <param name="References">Addresses upstream.</param>
/// <param name="Remediation">The least destructive step, in words.</param>
public sealed record ReportFinding(
    string Reason, string Severity, string Certainty, string Message, IReadOnlyList<string> Missing, IReadOnlyList<string> Evidence, IReadOnlyList<string> References, string? Remediation);

/// <summary>What to do.</summary>
public sealed record ReportRemediation
{
    /// <summary>Steps, the least destructive first.</summary>
    public IReadOnlyList<ReportStep> Steps { get; init; } = [];

    /// <summary>What is not needed, and what it would have cost.</summary>
    public IReadOnlyList<string> NotNeeded { get; init; } = [];
}

/// <summary>A step.</summary>
/// <param name="Action">Action name.</param>
/// <param name="Target">What it is done to.</param>
/// <param name="Impact">What it costs.</param>
/// <param name="Why">Why it should help on this chain.</param>
/// <param name="Command">Command line; null where there is nothing to type.</param>
public sealed record ReportStep(string Action, string Target, ReportImpact Impact, string Why, string? Command);

/// <summary>What a step costs.</summary>
/// <param name="ContainersLost">Running containers that end.</param>
/// <param name="PodsRestarted">Pods that are started again.</param>
/// <param name="Note">In words.</param>
public sealed record ReportImpact(int ContainersLost, int PodsRestarted, string Note);

/// <summary>A piece of evidence.</summary>
/// <param name="Id">Id within the report: <c>e1</c>.</param>
/// <param name="Source">Kind of evidence.</param>
/// <param name="CollectedAt">When it was taken, where known.</param>
/// <param name="Location">File and line, or probe.</param>
/// <param name="Digest">Digest of the file, where computed.</param>
public sealed record ReportEvidence(string Id, string Source, DateTimeOffset? CollectedAt, string Location, string? Digest);

/// <summary>What could not be read.</summary>
/// <param name="Source">Kind of evidence.</param>
/// <param name="Target">What it would have told about.</param>
/// <param name="Reason">What happened.</param>
/// <param name="Errno">Error number's name, where there is one.</param>
public sealed record ReportGap(string Source, string Target, string Reason, string? Errno);
