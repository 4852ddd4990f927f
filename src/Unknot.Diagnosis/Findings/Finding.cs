namespace Unknot.Diagnosis.Findings;

/// <summary>
/// One entry of the catalogue: what can be wrong with a node, how it is recognised, and what to do. Written in <c>findings.yaml</c>; the C# data
/// and <c>docs/findings.md</c> are generated from it (<c>tools/findings</c>).
/// </summary>
public sealed class Finding
{
    internal Finding()
    {
    }

    /// <summary>Its name, PascalCase as Kubernetes writes condition and event reasons: <c>SystemdCookieOverflow</c>. Unique, never renamed.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether it names a known cause, only what was found, or a consequence.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>How bad it is for the node.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>What it is, in one plain sentence.</summary>
    public required string Title { get; init; }

    /// <summary>How far the cause is settled upstream.</summary>
    public required FindingState State { get; init; }

    /// <summary>Component of the root blocker, as in <see cref="Evidence.Components"/>; <c>*</c> where it can be any.</summary>
    public required string Component { get; init; }

    /// <summary>How it is recognised.</summary>
    internal Signature Signature { get; init; } = new(1, []);

    /// <summary>The signature in words, one sign each.</summary>
    public IReadOnlyList<string> Signs => [.. Signature.Clauses.Select(clause => clause.Words)];

    /// <summary>Affected versions; null where no thread tells and none can be derived.</summary>
    public FindingVersions? Versions { get; init; }

    /// <summary>Why it happens.</summary>
    public required string Cause { get; init; }

    /// <summary>What makes it go away for good.</summary>
    public required string Cure { get; init; }

    /// <summary>The least destructive step that frees the node.</summary>
    public required FindingStep Step { get; init; }

    /// <summary>Addresses of the upstream issues, changes and reports; empty only where <see cref="IsInferred"/> is true.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Numbers of the recorded public cases that show it; empty where none is named.</summary>
    public IReadOnlyList<int> Cases { get; init; } = [];

    /// <summary>True where the entry is our own reading and not said in a thread.</summary>
    public bool IsInferred { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
