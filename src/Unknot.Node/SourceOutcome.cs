namespace Unknot.Node;

/// <summary>What came of a source.</summary>
public enum SourceOutcome
{
    /// <summary>It read all that it could; single things may have been refused.</summary>
    Complete,

    /// <summary>Its deadline passed; what it had read by then is kept.</summary>
    TimedOut,

    /// <summary>It could not be read at all.</summary>
    Failed,
}
