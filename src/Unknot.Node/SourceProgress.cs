namespace Unknot.Node;

/// <summary>A source has started or ended, or tells what it is about to do.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Outcome">What came of it; null when it has just started.</param>
/// <param name="Elapsed">How long it took; zero when it has just started.</param>
public sealed record SourceProgress(string Source, SourceOutcome? Outcome, TimeSpan Elapsed)
{
    /// <summary>What the user is to know before it is done (a daemon is about to be signalled); null when the source has started or ended.</summary>
    public string? Notice { get; init; }
}
