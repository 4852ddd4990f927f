namespace Unknot.Diagnosis.Formats.Node;

/// <summary>A line of <c>limits.jsonl</c>; fields as those of <see cref="Evidence.LimitEvidence"/>.</summary>
/// <param name="Kind">What is limited.</param>
/// <param name="Scope">Of what.</param>
/// <param name="Used">Used now.</param>
/// <param name="Limit">All there is.</param>
internal sealed record LimitRecord(string Kind, string Scope, double Used, double Limit);
