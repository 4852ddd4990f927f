using Unknot.Diagnosis.Waits.Rules;

namespace Unknot.Diagnosis.Reports;

/// <summary>
/// The report for a terminal: the answer first, then the way to it, then how to be sure, then what to do. Readable in 80 columns; colours
/// only underline what words say; nothing out of the evidence reaches the terminal unneutralised.
/// </summary>
public sealed class ReportText
{
    private const int MaxGapLines = 20;

    private readonly TextColumns _out;
    private readonly Report _report;
    private readonly bool _evidence;

    private ReportText(Report report, TextWriter writer, int width, Ink ink, bool evidence)
    {
        _report = report;
        _out = new TextColumns(writer, Math.Clamp(width, 60, 160), ink);
        _evidence = evidence;
    }

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="width">Columns; 60 to 160, others are brought into that range.</param>
    /// <param name="ink">Colours.</param>
    /// <param name="evidence">True to print all evidence with file and line.</param>
    public static void Write(Report report, TextWriter writer, int width = 80, Ink ink = default, bool evidence = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        new ReportText(report, writer, width, ink, evidence).WriteAll();
    }

    private void WriteAll()
    {
        WriteHeadline();
        if (_report.Verdict == Verdict.Knotted)
        {
            foreach (ReportRoot root in _report.RootBlockers.Take(5)) WriteRoot(root);
            ChainText chains = new(_report, _out);
            foreach (ReportChain chain in _report.Chains) chains.Write(chain);
        }

        WriteFindings();
        WriteSteps();
        WriteRemarks();
        WriteGaps();
        if (_evidence) WriteEvidence();
    }

    private void WriteHeadline()
    {
        string word = _report.Verdict switch { Verdict.Clear => _out.Ink.Good("CLEAR"), Verdict.Knotted => _out.Ink.Alarm("KNOTTED"), _ => _out.Ink.Mark("UNDETERMINED") };
        int length = _report.Verdict.ToString().Length + 2;
        _out.Wrapped(word + "  ", length, _report.Headline, length);
        if (_report.Collection is { } read) _out.Wrapped("  looked at  ", 13, $"{WhenRead(read)}: {(_report.LookedAt.Count > 0 ? string.Join(", ", _report.LookedAt) : "nothing")}", 13);
        else if (_report.Verdict != Verdict.Knotted && _report.LookedAt.Count > 0) _out.Wrapped("  looked at ", 12, string.Join(", ", _report.LookedAt), 12);
    }

    private static string WhenRead(ReportCollection read)
    {
        string when = read.TakenAt is { } time ? time.ToUniversalTime().ToString(" 'at' yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture) : "";
        string took = read.Seconds is { } seconds ? seconds < 0.1 ? $", for {seconds * 1000:0} ms" : $", for {seconds:0.0} s" : "";
        return $"{read.Host ?? "the node"}{when}{took}{read.Uid switch { null => "", 0 => ", as root", var uid => $", as uid {uid}" }}";
    }

    private void WriteRoot(ReportRoot root)
    {
        _out.Line();
        ReportWaiter? waiter = _report.Waiters.FirstOrDefault(w => w.Id == root.Waiter);
        string pid = root.Pid is { } p ? $"  pid {p}" : "";
        string goroutine = root.Goroutine is { } g ? $"  goroutine {g}" : "";
        string activity = waiter is { Activity.Length: > 0 } && waiter.Activity != root.Component ? $"  {waiter.Activity}" : "";
        _out.Wrapped("  root       ", 13, $"{root.Component}{pid}{goroutine}{activity}", 13, _out.Ink.Alarm);
        _out.Wrapped("             ", 13, root.Summary, 13);
        string sure = root.Certainty == "exact" ? "exact" : $"{root.Certainty}";
        _out.Wrapped("  certainty  ", 13, $"{sure}, {root.Confidence:0.00}", 13);
        _out.Wrapped("  behind it  ", 13, Behind(root), 13);
    }

    private string Behind(ReportRoot root)
    {
        string containers = root.ContainerIds.Count switch
        {
            0 => "",
            1 => $", about container {Ids.Short(root.ContainerIds[0])}",
            var n => $", about {n} containers ({string.Join(", ", root.ContainerIds.Take(3).Select(Ids.Short))}{(n > 3 ? ", …" : "")})",
        };
        string who = root.Behind.Count == 0 ? "" : $": {string.Join(", ", root.Behind.Take(6))}{(root.Behind.Count > 6 ? ", …" : "")}";
        return $"{root.WaitersBehind} waiter{(root.WaitersBehind == 1 ? "" : "s")}{containers}{who}";
    }

    private void WriteFindings()
    {
        if (_report.Findings.Count == 0) return;
        _out.Heading(_report.Verdict == Verdict.Knotted ? "What this is" : "Worth a mention");
        foreach (ReportFinding finding in _report.Findings)
        {
            bool resembles = finding.Certainty == "resembles";
            _out.Wrapped("  ", 2, resembles ? $"resembles {finding.Reason}: {finding.Message}" : $"{finding.Reason}. {finding.Message}", 4);
            if (resembles && finding.Missing.Count > 0) _out.Wrapped("    ", 4, $"not seen: {string.Join("; ", finding.Missing)}", 4);
        }
    }

    private void WriteSteps()
    {
        if (_report.Remediation.Steps.Count == 0) return;
        _out.Heading("What to do, least destructive first", "containers lost");
        int n = 0;
        foreach (ReportStep step in _report.Remediation.Steps)
        {
            n++;
            _out.Row($"  {n}  {step.Command ?? step.Target}", step.Impact.ContainersLost.ToString());
            _out.Wrapped("     ", 5, $"{(step.Command is null ? "" : step.Target + ". ")}{step.Impact.Note}", 5);
        }

        if (_report.Remediation.NotNeeded.Count > 0) _out.Wrapped("  not needed: ", 14, string.Join("; ", _report.Remediation.NotNeeded), 14);
    }

    private void WriteRemarks()
    {
        if (_report.Remarks.Count == 0) return;
        _out.Heading(_report.Verdict == Verdict.Undetermined ? "Why not" : "To be sure");
        foreach (string remark in _report.Remarks) _out.Wrapped("  ", 2, remark, 2);
    }

    private void WriteGaps()
    {
        if (_report.Gaps.Count == 0) return;
        _out.Heading("What could not be read");
        int told = 0;
        // Two sources may have met the same refusal.
        List<ReportGap> gaps = [.. _report.Gaps.DistinctBy(g => (g.Target, g.Reason, g.Errno))];
        foreach (IReadOnlyList<ReportGap> like in GapGroups(gaps).Take(MaxGapLines))
        {
            ReportGap gap = like[0];
            string targets = string.Join(", ", like.Take(3).Select(g => g.Target)) + (like.Count > 3 ? $" and {like.Count - 3} more" : "");
            _out.Wrapped("  ", 2, $"{targets}: {gap.Reason}{(gap.Errno is null ? "" : $" ({gap.Errno})")}", 4);
            told += like.Count;
        }

        if (gaps.Count > told) _out.Line($"  and {gaps.Count - told} more (all are in the JSON)");
    }

    /// <summary>On a node where much hangs, hundreds of processes could not be read for one and the same reason.</summary>
    private static IEnumerable<IReadOnlyList<ReportGap>> GapGroups(List<ReportGap> gaps)
    {
        const int WorthJoining = 3;
        foreach (IGrouping<(string, string, string?), ReportGap> like in gaps.GroupBy(g => (g.Source, g.Reason, g.Errno)))
        {
            if (like.Count() >= WorthJoining) yield return [.. like];
            else foreach (ReportGap gap in like) yield return [gap];
        }
    }

    private void WriteEvidence()
    {
        _out.Heading("Evidence");
        foreach (ReportEvidence evidence in _report.Evidence) _out.Wrapped($"  {evidence.Id,-5}", 7, $"{evidence.Location}  ({evidence.Source})", 7);
    }
}
