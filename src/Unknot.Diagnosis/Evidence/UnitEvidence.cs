namespace Unknot.Diagnosis.Evidence;

/// <summary>A systemd unit as <c>systemctl status</c> or <c>systemctl list-units</c> shows it (systemctl(1)).</summary>
/// <param name="Name">Name with its type: <c>kubelet.service</c>, <c>docker-3c1b….scope</c>.</param>
/// <param name="Load">Load state: <c>loaded</c>, <c>not-found</c>, <c>masked</c>, …</param>
/// <param name="Active">Active state: <c>active</c>, <c>failed</c>, <c>activating</c>, <c>deactivating</c>, <c>inactive</c>, …</param>
/// <param name="Sub">State in its type's own words: <c>running</c>, <c>auto-restart</c>, <c>stop-sigterm</c>; empty when not told.</param>
/// <param name="MainPid">Main process; null where not told, or it has none.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record UnitEvidence(string Name, string Load, string Active, string Sub, int? MainPid, Provenance Origin);
