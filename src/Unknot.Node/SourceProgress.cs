namespace Unknot.Node;

/// <summary>A source has started or ended.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Outcome">What came of it; null when it has just started.</param>
/// <param name="Elapsed">How long it took; zero when it has just started.</param>
public sealed record SourceProgress(string Source, SourceOutcome? Outcome, TimeSpan Elapsed);
