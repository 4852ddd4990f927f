namespace Unknot.Diagnosis.Findings;

/// <summary>Versions that a finding is known for.</summary>
/// <param name="Words">In words, as upstream tells them.</param>
/// <param name="Affected">Ranges where known. Evidence of a version outside all ranges of its component keeps a finding from being the verdict.</param>
public sealed record FindingVersions(string Words, IReadOnlyList<VersionRange> Affected);
