namespace Unknot.Diagnosis.Reports;

/// <summary>How the node was read that a report is about.</summary>
/// <param name="Host">Its host name; null when not told.</param>
/// <param name="TakenAt">When the reading began; null when not told.</param>
/// <param name="Seconds">How long it took, in seconds; null when not told.</param>
/// <param name="Uid">Effective user id of the reader: 0 sees the most; null when not told.</param>
public sealed record ReportCollection(string? Host, DateTimeOffset? TakenAt, double? Seconds, int? Uid);
