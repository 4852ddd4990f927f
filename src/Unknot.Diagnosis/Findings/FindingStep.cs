namespace Unknot.Diagnosis.Findings;

/// <summary>The least destructive step that frees a node, as the catalogue words it. A plan fills in the target that was found.</summary>
/// <param name="Action">What kind of step it is.</param>
/// <param name="Target">What it is done to, in words: <c>the runc that does not return</c>.</param>
/// <param name="Command">
/// Command line with <c>{pid}</c>, <c>{container}</c>, <c>{cgroup}</c> and <c>{mount}</c> where the target goes; null where there is nothing to type.
/// </param>
/// <param name="Impact">What it does to running containers, in words.</param>
/// <param name="IsInferred">True where the step is our own inference and not said in a thread.</param>
public sealed record FindingStep(RemediationAction Action, string Target, string? Command, string Impact, bool IsInferred);
