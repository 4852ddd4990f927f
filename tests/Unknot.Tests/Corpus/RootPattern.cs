using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>A settled root: conditions that all hold of it, such as <c>pid=15638</c>, <c>goroutine=12</c>, <c>reason=A|B</c>, <c>summary=word</c>.</summary>
/// <param name="IsOptional">It may be named, but need not (<c>?</c> in front).</param>
/// <param name="Conditions">Field and its possible values.</param>
internal sealed record RootPattern(bool IsOptional, IReadOnlyList<(string Field, string[] Values)> Conditions)
{
    public static RootPattern Parse(string text) => new(text.StartsWith('?'), [.. text.TrimStart('?').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Condition)]);

    public bool Matches(ReportRoot root) => Conditions.All(c => Holds(c.Field, c.Values, root));

    private static (string Field, string[] Values) Condition(string text) => text.Split('=', 2) is [var field, var values]
        ? (field, values.Split('|'))
        : throw new FormatException($"public-expectations.tsv: no condition: {text}");

    private static bool Holds(string field, string[] values, ReportRoot root) => field switch
    {
        "pid" => values.Contains($"{root.Pid}"),
        "goroutine" => values.Contains($"{root.Goroutine}"),
        "component" => values.Contains(root.Component),
        "reason" => values.Contains(root.Reason),
        "summary" => values.Any(v => root.Summary.Contains(v, StringComparison.Ordinal)),
        _ => throw new FormatException($"public-expectations.tsv: no such field: {field}"),
    };
}
