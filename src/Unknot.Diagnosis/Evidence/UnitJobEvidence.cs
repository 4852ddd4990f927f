namespace Unknot.Diagnosis.Evidence;

/// <summary>A job in systemd's queue (<c>systemctl list-jobs</c>).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Unit">Unit that it is for.</param>
/// <param name="Type"><c>start</c>, <c>stop</c>, <c>restart</c>, …</param>
/// <param name="State"><c>waiting</c> or <c>running</c>.</param>
/// <param name="Origin">Where it is written.</param>
public sealed record UnitJobEvidence(long Id, string Unit, string Type, string State, Provenance Origin);
