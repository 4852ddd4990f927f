namespace Unknot.Diagnosis.Evidence;

/// <summary>One sample of the kubelet's <c>/metrics</c> (Prometheus text format 0.0.4), of the series that tell about the PLEG and the runtime.</summary>
/// <param name="Name">Name of the series: <c>kubelet_pleg_last_seen_seconds</c>, <c>kubelet_pleg_relist_duration_seconds_bucket</c>, …</param>
/// <param name="Labels">Its labels: <c>operation_type</c>, <c>le</c>; empty when none.</param>
/// <param name="Value">Its value, in the unit that the name ends in; may be infinite, never NaN.</param>
/// <param name="Origin">Where it is written; the file's time of collection is that of the sample.</param>
public sealed record MetricEvidence(string Name, IReadOnlyDictionary<string, string> Labels, double Value, Provenance Origin);
