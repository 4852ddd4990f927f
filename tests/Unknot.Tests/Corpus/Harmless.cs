using Unknot.Diagnosis.Reports;

namespace Unknot.Tests.Corpus;

/// <summary>What a poorer copy of a case may come to: the same, less sure, or open. It never turns over, and names nobody else for sure.</summary>
internal static class Harmless
{
    public static void Assert(string name, IEnumerable<(string What, CaseFiles Files)> variants)
    {
        LabCase it = LabCase.Of(name);
        List<string> harm = [];
        foreach ((string what, CaseFiles files) in variants)
        {
            Report report = files.Diagnose().Report;
            // Of a stopped dockerd nothing is left when only containerd's dump is sent: that dump is a healthy one, and says so.
            if (what == "only dumps" && name.StartsWith("stop-dockerd", StringComparison.Ordinal)) continue;
            if (report.Verdict != Verdict.Undetermined && LabCase.VerdictOf(report) != it.Verdict) harm.Add($"{what}: {LabCase.VerdictOf(report)}");
            harm.AddRange(report.RootBlockers.Where(r => r.Confidence >= CorpusRun.Sure && !it.IsRoot(r) && !IsItsMount(r, it)).Select(r => $"{what}: {CorpusRun.Words(r)} {r.Confidence}: {r.Summary}"));
        }

        Xunit.Assert.True(harm.Count == 0, string.Join('\n', harm));
    }

    // Without the mount table or ps the mount is all that can be told of: it is the root resource, its server the root.
    private static bool IsItsMount(ReportRoot root, LabCase it) => root is { Pid: null, Reason: "MountNotAnswering" } && it.Run.Root is { Reason: "FilesystemServerNotAnswering" };
}
