using System.Diagnostics;
using Unknot.Bundles;
using Unknot.Diagnosis;
using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>One diagnosis within this process, as <c>unknot diagnose PATH</c> makes it.</summary>
internal sealed record CorpusRun(Report Report, TimeSpan Time)
{
    /// <summary>From here on a root counts as named for sure: a wrong one is a lie.</summary>
    public const double Sure = 0.8;

    public ReportRoot? Root => Report.RootBlockers.Count > 0 ? Report.RootBlockers[0] : null;

    public static CorpusRun Of(params string[] paths)
    {
        long start = Stopwatch.GetTimestamp();
        Report report = Diagnoser.Diagnose(BundleReader.Read(paths));
        return new CorpusRun(report, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>An archive, or one file, as standard input.</summary>
    public static CorpusRun Of(Stream input)
    {
        long start = Stopwatch.GetTimestamp();
        Report report = Diagnoser.Diagnose(BundleReader.Read(["-"], new BundleOptions { StandardInput = input }));
        return new CorpusRun(report, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Who a root is, in a few words: <c>systemd pid 26406 SystemdNotAnswering 0.90</c>.</summary>
    public static string Words(ReportRoot? root)
    {
        if (root is null) return "-";
        string who = root.Component + (root.Pid is { } pid ? $" pid {pid}" : "") + (root.Goroutine is { } goroutine ? $" goroutine {goroutine}" : "");
        return $"{who} {root.Reason}";
    }
}
