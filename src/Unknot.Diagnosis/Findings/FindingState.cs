namespace Unknot.Diagnosis.Findings;

/// <summary>How far a cause is settled upstream.</summary>
public enum FindingState
{
    /// <summary>By a maintainer's word or a merged change.</summary>
    Settled,

    /// <summary>Several reports agree; nobody has proved it.</summary>
    Probable,

    /// <summary>The thread is open.</summary>
    Open,
}
