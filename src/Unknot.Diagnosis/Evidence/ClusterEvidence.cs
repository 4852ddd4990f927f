namespace Unknot.Diagnosis.Evidence;

/// <summary>A container as docker, the CRI or the node's files show it.</summary>
/// <param name="Id">Container id: 64 hex digits, or the 12 that a list prints.</param>
/// <param name="Name">Name (<c>k8s_c_web1_default_…</c>, or the CRI's container name); null when unknown.</param>
/// <param name="State"><c>created</c>, <c>running</c>, <c>exited</c>, … in lower case; null when unknown.</param>
/// <param name="Pid">Pid of its first process; null when unknown or not running.</param>
/// <param name="Pod">Pod that it belongs to as <c>namespace/name</c>; null when none is known.</param>
/// <param name="Image">Image; null when unknown.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record ContainerEvidence(string Id, string? Name, string? State, int? Pid, string? Pod, string? Image, Provenance Origin)
{
    /// <summary>Names of the volume plugins that its mounts are from (<c>Mounts[].Driver</c> of docker's list), <c>local</c> left out. Empty when none or not told.</summary>
    public IReadOnlyList<string> VolumeDrivers { get; init; } = [];
}

/// <summary>A node object of the API server (<c>kubectl get node -o yaml|json</c>, <c>kubectl describe node</c>).</summary>
/// <param name="Name">Node name.</param>
/// <param name="Conditions">Its conditions.</param>
/// <param name="Versions">nodeInfo: <c>kubeletVersion</c>, <c>containerRuntimeVersion</c>, <c>kernelVersion</c>, <c>osImage</c>, … where told.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record NodeEvidence(
    string Name, IReadOnlyList<NodeCondition> Conditions, IReadOnlyDictionary<string, string> Versions, Provenance Origin);

/// <summary>A pod as <c>kubectl get pods</c> or the API server's object shows it.</summary>
/// <param name="Name"><c>namespace/name</c>; <c>default/</c> where the table has no namespace column.</param>
/// <param name="Status">STATUS column or <c>status.phase</c>: <c>Running</c>, <c>ContainerCreating</c>, <c>Terminating</c>, …; empty when unknown.</param>
/// <param name="Node">Node that it is bound to; null when not told.</param>
/// <param name="Uid"><c>metadata.uid</c>; null when not told.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record PodEvidence(string Name, string Status, string? Node, string? Uid, Provenance Origin);

/// <summary>A condition of a node (<c>core/v1 NodeCondition</c>).</summary>
/// <param name="Type"><c>Ready</c>, <c>MemoryPressure</c>, …</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">CamelCase reason; empty when none.</param>
/// <param name="Message">Message; empty when none.</param>
/// <param name="LastTransition">When the status changed; null when unknown.</param>
public sealed record NodeCondition(string Type, string Status, string Reason, string Message, DateTimeOffset? LastTransition);

/// <summary>
/// A log line that says something for a diagnosis. Lines that say nothing are counted by the reader and not kept.
/// </summary>
/// <param name="Kind">Which pattern it matched, in kebab-case: <c>pleg-unhealthy</c>, <c>runtime-down</c>, <c>systemd-release-not-supported</c>, … (<see cref="LogPatterns"/>).</param>
/// <param name="Component">Who wrote it: a component's name; null when unknown.</param>
/// <param name="Pid">Writer's pid; null when the line does not tell.</param>
/// <param name="Time">Its time; null when it could not be read.</param>
/// <param name="Message">The message without the log's own prefix, at most 500 characters.</param>
/// <param name="ContainerId">A 64-digit container id in it; null when none.</param>
/// <param name="Age">A duration that it tells (<c>last seen active 3m7s ago</c>); null when none.</param>
/// <param name="Origin">Where it is written.</param>
/// <param name="Count">
/// How many lines of the file it stands for: 1, more where lines of the same kind between it and the next kept one were counted and left out.
/// </param>
public sealed record LogEvidence(
    string Kind, string? Component, int? Pid, DateTimeOffset? Time, string Message, string? ContainerId, TimeSpan? Age, Provenance Origin, long Count = 1);
