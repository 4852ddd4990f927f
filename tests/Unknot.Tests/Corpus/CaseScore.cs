namespace Unknot.Tests.Corpus;

/// <summary>How a diagnosis stands to the truth, the worst first.</summary>
internal enum CaseScore
{
    /// <summary>Somebody else is named, or a verdict is given that is not so.</summary>
    Wrong,

    /// <summary>Nobody is named although the evidence shows who it is.</summary>
    Undetermined,

    /// <summary>The settled root is named; or there is none, or none in the evidence, and that is what is said.</summary>
    Right,
}
