namespace Unknot.Diagnosis.Evidence;

/// <summary>A request that was made to a daemon or a file system with a deadline, and what came of it.</summary>
/// <param name="Component">Whom it asked: a component's name (<see cref="Components"/>), or <c>mount</c>.</param>
/// <param name="Pid">Pid of the daemon; null when it is no process or not known.</param>
/// <param name="Call">What was asked: <c>ping</c>, <c>inspect</c>, <c>ContainerStatus</c>, <c>Manager.Version</c>, <c>statfs /mnt/x</c>.</param>
/// <param name="ContainerId">Container that it was about, 64 hex digits; null when about none.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Duration">How long the answer took, or how long it was waited for; millisecond precision.</param>
/// <param name="Detail">Error text; null when answered.</param>
/// <param name="Values">What the answer told, by name (<c>version</c>, <c>cookie</c>); empty when nothing.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record ProbeEvidence(
    string Component,
    int? Pid,
    string Call,
    string? ContainerId,
    ProbeOutcome Outcome,
    TimeSpan Duration,
    string? Detail,
    IReadOnlyDictionary<string, string> Values,
    Provenance Origin);
