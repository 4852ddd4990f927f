namespace Unknot.Diagnosis.Evidence;

/// <summary>One sign in a log.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Literal">Text that the line has; what the filter looks for.</param>
/// <param name="And">Text that it must have too; null for none.</param>
/// <param name="Not">Text that it must not have; null for none.</param>
/// <param name="AgeAfter">Text behind which a Go duration stands; null for none.</param>
/// <param name="IsGeneral">True where it counts only for lines that no other pattern fits.</param>
/// <param name="IsKernel">True where only the kernel writes it.</param>
internal sealed record LogPattern(string Kind, string Literal, string? And = null, string? Not = null, string? AgeAfter = null, bool IsGeneral = false, bool IsKernel = false)
{
    public bool Fits(string line) =>
        line.Contains(Literal, StringComparison.Ordinal)
        && (And is null || line.Contains(And, StringComparison.Ordinal))
        && (Not is null || !line.Contains(Not, StringComparison.Ordinal));
}
