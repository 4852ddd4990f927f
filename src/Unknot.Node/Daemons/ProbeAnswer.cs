using Unknot.Diagnosis.Evidence;

namespace Unknot.Node.Daemons;

/// <summary>What came of a probe.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Value">The answer; null unless it was understood.</param>
/// <param name="Elapsed">How long it took, or was waited for.</param>
/// <param name="Detail">What went wrong; null when nothing.</param>
/// <param name="Errno">The error's name; null when none was told.</param>
internal sealed record ProbeAnswer<T>(ProbeOutcome Outcome, T? Value, TimeSpan Elapsed, string? Detail = null, string? Errno = null)
    where T : class;
