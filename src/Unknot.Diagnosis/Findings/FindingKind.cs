namespace Unknot.Diagnosis.Findings;

/// <summary>What an entry of the catalogue says.</summary>
public enum FindingKind
{
    /// <summary>A cause that is known upstream. May also be offered as one that the evidence only resembles.</summary>
    Known,

    /// <summary>Names what was found at the root where no known cause fits. Never offered as a resemblance.</summary>
    Generic,

    /// <summary>A consequence or a circumstance: worth saying, never the verdict.</summary>
    Symptom,
}
