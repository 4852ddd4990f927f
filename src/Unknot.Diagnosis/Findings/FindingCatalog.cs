namespace Unknot.Diagnosis.Findings;

/// <summary>All findings. The other half of this class is generated from <c>findings.yaml</c> by <c>tools/findings</c>.</summary>
public static partial class FindingCatalog
{
    private static readonly Lazy<Dictionary<string, Finding>> s_byReason = new(MapByReason);

    /// <summary>The entry of a reason.</summary>
    /// <param name="reason">Its name; case is ignored.</param>
    /// <param name="finding">The entry.</param>
    /// <returns>False where there is none.</returns>
    public static bool TryGet(string reason, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Finding? finding) =>
        s_byReason.Value.TryGetValue(reason, out finding);

    private static Dictionary<string, Finding> MapByReason() => All.ToDictionary(finding => finding.Reason, StringComparer.OrdinalIgnoreCase);
}
