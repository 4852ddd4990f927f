namespace Unknot.Diagnosis.Findings;

/// <summary>How bad a finding is for the node.</summary>
public enum FindingSeverity
{
    /// <summary>The node, or all of its containers' management, hangs or will hang.</summary>
    Critical,

    /// <summary>One container or one request hangs, or the node is slow.</summary>
    Warning,

    /// <summary>Worth knowing; nothing hangs through it alone.</summary>
    Info,
}
