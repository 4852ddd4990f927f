namespace Unknot.Diagnosis.Findings;

/// <summary>How well the evidence fits a finding.</summary>
internal enum FindingCertainty
{
    /// <summary>All required signs and enough of the weight are there: it may be the verdict.</summary>
    Matched,

    /// <summary>At least half of the weight is there: worth offering, never the verdict.</summary>
    Resembles,
}
