#nullable enable
namespace Unknot.Diagnosis.Findings;

public static partial class FindingCatalog
{
    /// <summary>All findings.</summary>
    public static IReadOnlyList<Finding> All { get; } = [];
}
