using Unknot.Diagnosis.Findings;

namespace Unknot.FindingsGenerator;

/// <summary>A finding as read from the source. Missing texts are empty; the reader has reported them.</summary>
internal sealed record FindingSource(
    string Reason,
    FindingKind Kind,
    FindingSeverity Severity,
    FindingState State,
    string Component,
    string Title,
    double Threshold,
    IReadOnlyList<ClauseSource> Clauses,
    VersionsSource? Versions,
    string Cause,
    string Cure,
    StepSource Step,
    IReadOnlyList<string> References,
    IReadOnlyList<long> Cases,
    bool IsInferred);

/// <summary>The step of a finding.</summary>
internal sealed record StepSource(RemediationAction Action, string Target, string? Command, string Impact, bool IsInferred);

/// <summary>Affected versions.</summary>
internal sealed record VersionsSource(string Words, IReadOnlyList<RangeSource> Affected);

/// <summary>A range of versions.</summary>
internal sealed record RangeSource(string Component, string? From, string? Before)
{
    /// <summary>The range in words.</summary>
    public string Words => (From, Before) switch
    {
        (null, _) => $"{Component} before {Before}",
        (_, null) => $"{Component} from {From} on",
        _ => $"{Component} from {From} on, before {Before}",
    };
}

/// <summary>A clause: its C# type, its words, and the C# text of its own properties.</summary>
internal sealed record ClauseSource(string Type, string Words, double Weight, bool IsRequired, IReadOnlyList<(string Name, string Code)> Properties);
