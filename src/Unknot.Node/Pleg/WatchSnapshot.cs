namespace Unknot.Node.Pleg;

/// <summary>The node at the end of a round.</summary>
/// <param name="Host">Its name.</param>
/// <param name="At">When.</param>
/// <param name="Round">Which round; 1 for the first.</param>
/// <param name="Runtimes">Runtimes, those found first in front.</param>
/// <param name="Suspects">What hangs or looks ill, the likeliest first.</param>
/// <param name="Manager">systemd.</param>
/// <param name="Stack">Processes and pressure; null before the first sample.</param>
/// <param name="Transitions">What has changed since the last round.</param>
internal sealed record WatchSnapshot(
    string Host,
    DateTimeOffset At,
    long Round,
    IReadOnlyList<RuntimeView> Runtimes,
    IReadOnlyList<Suspect> Suspects,
    ManagerView Manager,
    StackSample? Stack,
    IReadOnlyList<PlegTransition> Transitions)
{
    /// <summary>True while a request is not answered.</summary>
    public bool Hangs => Suspects.Any(s => s.Hangs);

    /// <summary>The request that has waited longest; null when none hangs.</summary>
    public Suspect? Oldest => Suspects.Where(s => s.Hangs).MaxBy(s => s.For);
}
