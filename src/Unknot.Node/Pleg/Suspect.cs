namespace Unknot.Node.Pleg;

/// <summary>Something that hangs, or that looks as if something will.</summary>
/// <param name="Component">The daemon that does not answer, or whose process is not well.</param>
/// <param name="Pid">Its pid; null where not known.</param>
/// <param name="Container">The container that it is about; null when about none.</param>
/// <param name="Call">What was asked and not answered; null when nothing hangs.</param>
/// <param name="Since">Since when.</param>
/// <param name="For">How long that is.</param>
/// <param name="Signs">What else was seen.</param>
internal sealed record Suspect(string Component, int? Pid, ListedContainer? Container, string? Call, DateTimeOffset Since, TimeSpan For, IReadOnlyList<string> Signs)
{
    /// <summary>True for a request that is not answered.</summary>
    public bool Hangs => Call is not null;
}
