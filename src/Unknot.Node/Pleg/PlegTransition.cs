namespace Unknot.Node.Pleg;

/// <summary>Something changed.</summary>
/// <param name="At">When it was seen.</param>
/// <param name="Kind">What kind of change.</param>
/// <param name="Runtime">Where.</param>
/// <param name="Container">Which container; null when it is about the daemon.</param>
/// <param name="From">State, or what was asked, before.</param>
/// <param name="To">State after, or how it ended.</param>
/// <param name="Took">How long a hang lasted; null for other kinds.</param>
internal sealed record PlegTransition(
    DateTimeOffset At, PlegTransitionKind Kind, RuntimeName Runtime, ListedContainer? Container, string? From = null, string? To = null, TimeSpan? Took = null);
