namespace Unknot.Diagnosis.Findings;

/// <summary>A range of versions of one component. Build suffixes (<c>+dfsg1</c>, <c>-514.el7</c>) are not compared: distributions backport.</summary>
/// <param name="Component">A component's name, <c>kernel</c> or <c>go</c>.</param>
/// <param name="From">First affected version; null where there is no lower bound.</param>
/// <param name="Before">First version that is not affected any more; null where there is none yet.</param>
public sealed record VersionRange(string Component, string? From, string? Before)
{
    /// <summary>Whether a version lies in the range.</summary>
    /// <param name="version">Version as a program prints it: <c>v1.6.20~ds1</c>, <c>18.09.0</c>, <c>1.0.0-rc93</c>.</param>
    /// <returns>Null where the version cannot be read.</returns>
    public bool? Contains(string version)
    {
        if (!VersionNumber.TryParse(version, out VersionNumber number)) return null;
        bool fromHolds = !VersionNumber.TryParse(From, out VersionNumber from) || number.CompareTo(from) >= 0;
        bool beforeHolds = !VersionNumber.TryParse(Before, out VersionNumber before) || number.CompareTo(before) < 0;
        return fromHolds && beforeHolds;
    }

    /// <inheritdoc/>
    public override string ToString() => (From, Before) switch
    {
        (null, null) => $"any {Component}",
        (null, _) => $"{Component} before {Before}",
        (_, null) => $"{Component} from {From} on",
        _ => $"{Component} from {From} on, before {Before}",
    };
}
