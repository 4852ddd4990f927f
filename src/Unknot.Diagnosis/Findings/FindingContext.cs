using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>What a signature is evaluated over.</summary>
/// <param name="Snapshot">The evidence.</param>
/// <param name="Roots">The roots of the wait graph, most important first; empty where nothing is knotted.</param>
internal sealed record FindingContext(EvidenceSnapshot Snapshot, IReadOnlyList<RootFact> Roots);
