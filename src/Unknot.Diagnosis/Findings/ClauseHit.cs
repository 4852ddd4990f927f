using Unknot.Diagnosis.Evidence;

namespace Unknot.Diagnosis.Findings;

/// <summary>Where a sign was found.</summary>
/// <param name="Text">What was found, in words.</param>
/// <param name="Origins">Where it stands; at most three places.</param>
/// <param name="Pid">Process that it is about; null where none.</param>
/// <param name="ContainerId">Container that it is about; null where none.</param>
internal sealed record ClauseHit(string Text, IReadOnlyList<Provenance> Origins, int? Pid = null, string? ContainerId = null)
{
    /// <summary>A hit in one place.</summary>
    /// <param name="text">What was found.</param>
    /// <param name="origin">Where.</param>
    /// <returns>The hit.</returns>
    public static ClauseHit At(string text, Provenance origin) => new(text, [origin]);
}
