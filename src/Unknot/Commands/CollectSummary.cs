using Unknot.Bundles;
using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;
using Unknot.Node;

namespace Unknot.Commands;

/// <summary>What <c>collect</c> says at the end: the file, what was read, what was not, what to do next.</summary>
internal static class CollectSummary
{
    private const int GapsShown = 5;

    public static void Write(TextWriter text, string file, WrittenBundle written, BundleContent content, NodeCollection node)
    {
        string size = written.Bytes is { } bytes ? $"{Size(bytes)}, " : "";
        text.WriteLine($"{TerminalText.Neutralise(file)}: {size}{written.Documents} documents of {TerminalText.Neutralise(node.Host)}");
        text.WriteLine($"  read      {Sources(node)}");
        text.WriteLine($"  secrets   {Secrets(content)}");
        WriteGaps(text, node.Gaps);
        if (node.Documents.Count <= 1) text.WriteLine("  Nothing but the manifest is in it: no source could be read. Run it as root, on the node itself.");
        text.WriteLine($"next: unknot diagnose {TerminalText.Neutralise(file)}");
    }

    private static string Sources(NodeCollection node)
    {
        List<string> parts = [.. node.Sources.GroupBy(s => s.Outcome).OrderBy(g => g.Key).Select(g => g.Key == SourceOutcome.Complete
            ? $"{g.Count()} of {node.Sources.Count} sources"
            : $"{(g.Key == SourceOutcome.TimedOut ? "out of time" : "failed")}: {string.Join(", ", g.Select(s => s.Source))}")];
        return string.Join("; ", parts) + $", in {node.Elapsed.TotalSeconds:0.0} s";
    }

    private static string Secrets(BundleContent content)
    {
        if (!content.IsRedacted) return "LEFT IN (--no-redact): passwords, tokens and environment values may be in it";
        if (content.Redacted.Count == 0) return "none found";
        return $"{content.Redacted.Values.Sum()} replaced ({string.Join(", ", content.Redacted.OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value}"))})";
    }

    private static void WriteGaps(TextWriter text, IReadOnlyList<Gap> gaps)
    {
        string label = "  not read  ";
        foreach (Gap gap in gaps.Take(GapsShown))
        {
            text.WriteLine($"{label}{TerminalText.Neutralise($"{gap.Target}: {gap.Reason}{(gap.Errno is null ? "" : $" ({gap.Errno})")}")}");
            label = "            ";
        }

        if (gaps.Count > GapsShown) text.WriteLine($"{label}and {gaps.Count - GapsShown} more (all are in its manifest.json)");
    }

    private static string Size(long bytes) => bytes < 1_000_000 ? $"{bytes / 1e3:0.0} kB" : $"{bytes / 1e6:0.0} MB";
}
