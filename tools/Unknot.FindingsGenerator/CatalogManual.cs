using System.Globalization;
using System.Text;
using Unknot.Diagnosis.Findings;

namespace Unknot.FindingsGenerator;

/// <summary>Writes the user's manual of the findings, <c>docs/findings.md</c>.</summary>
internal static class CatalogManual
{
    private const string Introduction =
        """
        <!-- Made from src/Unknot.Diagnosis/Findings/findings.yaml by tools/findings. Change that file, not this one. -->
        # Findings

        What Unknot can say of a sick node: how each finding is recognised, why it happens, what ends it for good, and the least destructive step
        that frees the node. `unknot explain REASON` prints one of these sections.

        - A **known cause** is the verdict only when all its *required* signs and enough of its weight are in the evidence. With half of the weight
          it is offered as one that the evidence *resembles*, together with what would make it certain.
        - A **generic finding** names what was found at the root where no known cause fits.
        - A **symptom** is worth saying and never the verdict.
        - A version outside the affected range keeps a known cause from being the verdict. Distributions backport changes: read the range as upstream's.
        - *(our inference)* marks what is our own reading and not said in a thread.

        """;

    /// <summary>Text of the manual.</summary>
    public static string Write(IReadOnlyList<FindingSource> findings)
    {
        StringBuilder text = new(Introduction);
        foreach (FindingKind kind in Enum.GetValues<FindingKind>()) WriteIndex(text, kind, [.. findings.Where(finding => finding.Kind == kind)]);
        foreach (FindingSource finding in findings) WriteSection(text, finding);
        return text.ToString();
    }

    private static void WriteIndex(StringBuilder text, FindingKind kind, IReadOnlyList<FindingSource> findings)
    {
        string heading = kind switch
        {
            FindingKind.Known => "Known causes",
            FindingKind.Generic => "Generic findings",
            _ => "Symptoms",
        };
        text.Append($"\n## {heading} ({findings.Count})\n\n| reason | severity | root | what it is |\n| --- | --- | --- | --- |\n");
        foreach (FindingSource finding in findings)
        {
            text.Append($"| [{finding.Reason}](#{finding.Reason.ToLowerInvariant()}) | {Word(finding.Severity)} | {Root(finding)} | {finding.Title} |\n");
        }
    }

    private static void WriteSection(StringBuilder text, FindingSource finding)
    {
        string own = finding.IsInferred ? " *(our inference)*" : "";
        text.Append($"\n## {finding.Reason}\n\n{finding.Title}{own}\n\n");
        text.Append($"{Word(finding.Kind)}, {Word(finding.Severity)}, {Word(finding.State)}; root: {Root(finding)}.\n\n");
        WriteSigns(text, finding);
        if (finding.Versions is { } versions) WriteVersions(text, versions);
        text.Append($"**Cause.** {finding.Cause}\n\n**Cure.** {finding.Cure}\n\n");
        WriteStep(text, finding.Step);
        if (finding.References.Count > 0) text.Append($"\n**References.** {string.Join(", ", finding.References.Select(Link))}\n");
        if (finding.Cases.Count > 0) text.Append($"\n**Recorded cases.** {string.Join(", ", finding.Cases)}\n");
    }

    private static void WriteSigns(StringBuilder text, FindingSource finding)
    {
        double weight = finding.Clauses.Sum(clause => clause.Weight);
        string enough = finding.Threshold < 1 ? $" (enough: {Number(finding.Threshold * weight)} of {Number(weight)})" : "";
        text.Append($"**Signs**{enough}\n\n");
        foreach (ClauseSource clause in finding.Clauses)
        {
            string counts = finding.Threshold < 1 ? $" — {Number(clause.Weight)}{(clause.IsRequired ? ", required" : "")}" : "";
            text.Append($"- {clause.Words}{counts}\n");
        }

        text.Append('\n');
    }

    private static void WriteVersions(StringBuilder text, VersionsSource versions)
    {
        string ranges = versions.Affected.Count == 0 ? "" : $" Checked: {string.Join("; ", versions.Affected.Select(range => range.Words))}.";
        text.Append($"**Versions.** {versions.Words}{ranges}\n\n");
    }

    private static void WriteStep(StringBuilder text, StepSource step)
    {
        string own = step.IsInferred ? " *(our inference)*" : "";
        text.Append($"**Least destructive step.** {step.Action}: {step.Target}.{own} {step.Impact}\n");
        if (step.Command is { } command) text.Append($"\n```\n{command}\n```\n");
    }

    private static string Root(FindingSource finding) => finding.Component == "*" ? "any" : finding.Component;

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary><c>https://github.com/moby/moby/issues/1</c> is shown as <c>moby/moby#1</c>.</summary>
    private static string Link(string address)
    {
        string[] parts = new Uri(address).AbsolutePath.Trim('/').Split('/');
        bool isThread = address.StartsWith("https://github.com/", StringComparison.Ordinal) && parts is [_, _, "issues" or "pull", _];
        return isThread ? $"[{parts[0]}/{parts[1]}#{parts[3]}]({address})" : $"<{address}>";
    }
}
