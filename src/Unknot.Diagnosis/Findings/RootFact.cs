using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>What the wait graph says of one root blocker, as far as the catalogue needs it. The graph fills it; a test writes it by hand.</summary>
/// <param name="Component">Component of the root: a name of <see cref="Components"/> or a program's name.</param>
/// <param name="Resources">
/// Kinds of the resources on the chain (<see cref="FindingVocabulary.ResourceKinds"/>), from the entry to the root; the last is what the root is waited for.
/// </param>
/// <param name="Rules">What the rules say of the root (<see cref="FindingVocabulary.RootRules"/>): <c>stopped</c>, <c>lock-leaked</c>, …</param>
/// <param name="ChainComponents">Components of the waiters on the chain, from the entry to the root, the root included.</param>
internal sealed record RootFact(
    string Component, IReadOnlyList<string> Resources, IReadOnlyList<string> Rules, IReadOnlyList<string> ChainComponents)
{
    /// <summary>The root's pid; null where it is no process or not known.</summary>
    public int? Pid { get; init; }

    /// <summary>Container that the chain is about; null where none.</summary>
    public string? ContainerId { get; init; }

    /// <summary>How many waiters stand behind it.</summary>
    public int WaitersBehind { get; init; }

    /// <summary>Where the root stands in the evidence.</summary>
    public IReadOnlyList<Provenance> Origins { get; init; } = [];
}
