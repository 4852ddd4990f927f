using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using Unknot.Go.Dumps;
using static Unknot.Diagnosis.Tests.Findings.FindingsTestData;

namespace Unknot.Diagnosis.Tests.Findings;

/// <summary>The stack signs of the catalogue against recorded public dumps. The cases are not in the repository; where they are absent this is skipped.</summary>
public sealed class PublicCaseTests
{
    [Theory]
    [InlineData("01", "dockerd.goroutine-profile.debug1.txt", Components.Dockerd, "RuncInitPipeFull")]
    [InlineData("01", "containerd.goroutine-profile.debug1.txt", Components.Containerd, "RuncInitPipeFull")]
    [InlineData("01", "dockerd.goroutine-profile.debug1.txt", Components.Dockerd, "KubeletRestartMeetsStuckContainer")]
    [InlineData("02", "shim.stackdump.log", Components.Shim, "ShimReaperCycle")]
    [InlineData("06", "goroutines.txt", "plugins.test", "PluginNeverActivated")]
    [InlineData("07", "goroutines.txt", "plugins.test", "PluginNeverActivated")]
    [InlineData("28", "containerd.goroutine.txt", Components.Containerd, "ShimLockedByKill")]
    [InlineData("48", "goroutine.txt", Components.Kubelet, "ClientThrottled")]
    public void StackSignsOfTheComponent_HoldOnItsDump(string number, string file, string component, string reason)
    {
        EvidenceSnapshot snapshot = Read(number, (file, component));
        List<StackClause> clauses = [.. ClausesOf(reason).Where(clause => clause.Component is null || clause.Component == component)];
        IReadOnlyDictionary<StackClause, ClauseHit> hits = StackSearch.Find(clauses, snapshot.Dumps);

        Assert.NotEmpty(clauses);
        Assert.All(clauses, clause => Assert.True(hits.ContainsKey(clause), clause.Words));
    }

    [Theory]
    [InlineData("02", "shim.stackdump.log", Components.Shim, "ShimReaperCycle")]
    [InlineData("28", "containerd.goroutine.txt", Components.Containerd, "ShimLockedByKill")]
    [InlineData("34", "goroutine.k8s-101622.txt", Components.Kubelet, "KubeletSyncLoopOnDeadMount")]
    [InlineData("34", "goroutine.k8s-100178.journald-no-indent.txt", Components.Kubelet, "KubeletSyncLoopOnDeadMount")]
    [InlineData("48", "goroutine.txt", Components.Kubelet, "ClientThrottled")]
    public void DumpAlone_IsEnoughForTheCause(string number, string file, string component, string reason)
    {
        FindingMatch first = FindingMatcher.Match(new FindingContext(Read(number, (file, component)), []))[0];

        Assert.Equal(reason, first.Finding.Reason);
        Assert.Equal(FindingCertainty.Matched, first.Certainty);
    }

    [Fact]
    public void RuncInitPipeFull_DumpsWithTraceAndKernelLog_Match()
    {
        EvidenceSnapshot snapshot = Read(
            "01", ("dockerd.goroutine-profile.debug1.txt", Components.Dockerd), ("containerd.goroutine-profile.debug1.txt", Components.Containerd));
        snapshot.TraceEnds.Add(new TraceEndEvidence(15638, "write", "write(2, \"runtime/cgo: \", 13", true, Origin));
        snapshot.Logs.Add(Log("oom-kill", "runc:[2:INIT] invoked oom-killer"));

        FindingMatch first = FindingMatcher.Match(new FindingContext(snapshot, []))[0];

        Assert.Equal(FindingReasons.RuncInitPipeFull, first.Finding.Reason);
        Assert.Contains(first.Matched, match => match.Hit.Pid == 15638);
    }

    /// <summary>Dumps of programs without any of the catalogue's causes: nothing known may be matched on them.</summary>
    [Theory]
    [InlineData("03")]
    [InlineData("08")]
    [InlineData("12")]
    [InlineData("14")]
    [InlineData("62")]
    public void OtherPrograms_MatchNoKnownCause(string number)
    {
        EvidenceSnapshot snapshot = new();
        foreach (string file in Directory.GetFiles(PublicCase(number)))
        {
            foreach (GoroutineDump dump in GoroutineDumpParser.Parse(File.ReadAllBytes(file)).Dumps)
            {
                snapshot.Dumps.Add(new DumpEvidence(dump, "unknown", null, null, null, Origin));
            }
        }

        Assert.NotEmpty(snapshot.Dumps);
        Assert.DoesNotContain(FindingMatcher.Match(new FindingContext(snapshot, [])), match => match.Finding.Kind == FindingKind.Known);
    }

    private static IEnumerable<StackClause> ClausesOf(string reason)
    {
        Assert.True(FindingCatalog.TryGet(reason, out Finding? finding));
        return finding.Signature.Clauses.OfType<StackClause>();
    }

    private static EvidenceSnapshot Read(string number, params (string File, string Component)[] files)
    {
        EvidenceSnapshot snapshot = new();
        foreach ((string file, string component) in files)
        {
            GoroutineDump dump = Assert.Single(GoroutineDumpParser.Parse(File.ReadAllBytes(Path.Combine(PublicCase(number), file))).Dumps);
            snapshot.Dumps.Add(new DumpEvidence(dump, component, null, null, null, Origin));
        }

        return snapshot;
    }
}
