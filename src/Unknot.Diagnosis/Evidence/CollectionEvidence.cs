namespace Unknot.Diagnosis.Evidence;

/// <summary>How a node was read by Unknot itself, as the bundle's manifest says it.</summary>
/// <param name="Host">Host name; null when not told.</param>
/// <param name="TakenAt">When the reading began; null when not told.</param>
/// <param name="Seconds">How long it took; null when not told.</param>
/// <param name="Uid">Effective user id; 0 saw the most; null when not told.</param>
internal sealed record CollectionEvidence(string? Host, DateTimeOffset? TakenAt, double? Seconds, int? Uid);
