using Unknot.Diagnosis.Evidence;

namespace Unknot.Node.Bus;

/// <summary>What came of a request on a bus.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Detail">Error text; null when answered without one.</param>
/// <param name="Message">The answer; null when none came.</param>
/// <param name="Elapsed">How long it took, or was waited for.</param>
internal sealed record DbusReply(ProbeOutcome Outcome, string? Detail, DbusMessage? Message, TimeSpan Elapsed)
{
    /// <summary>True where an answer came that is no error.</summary>
    public bool IsReturn => Message?.Kind == 2;
}
