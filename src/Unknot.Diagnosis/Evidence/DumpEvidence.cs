using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Evidence;

/// <summary>A goroutine dump and the process that it is of.</summary>
/// <param name="Dump">The dump.</param>
/// <param name="Component">Component of the process (<see cref="Components"/>), or the program's name.</param>
/// <param name="Pid">Its pid, from the file's name, the log prefix, or as the only process of that component; null when not known.</param>
/// <param name="ContainerId">Container that a shim's dump belongs to; null when none or not known.</param>
/// <param name="CollectedAt">When it was taken; null when not known.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record DumpEvidence(
    GoroutineDump Dump, string Component, int? Pid, string? ContainerId, DateTimeOffset? CollectedAt, Provenance Origin);
