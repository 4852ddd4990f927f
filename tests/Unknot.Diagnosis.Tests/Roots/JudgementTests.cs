using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Tests.Waits;

namespace Unknot.Diagnosis.Tests.Roots;

public sealed class JudgementTests
{
    private const string Main = "1 chan receive\nmain.main()\n";

    [Fact]
    public void NoEvidence_IsUndeterminedAndSaysHowToGetSome()
    {
        Report report = new SnapshotBuilder().Report();
        Assert.Equal((Verdict.Undetermined, 3), (report.Verdict, report.ExitCode));
        Assert.Contains(report.Remarks, r => r.Contains("kill -USR1 $(pidof dockerd)", StringComparison.Ordinal) && r.Contains("ss -xp", StringComparison.Ordinal));
    }

    [Fact]
    public void HealthyDaemon_WithARuncOfAMoment_IsClear()
    {
        Report report = new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Process(14, 1, "/usr/bin/containerd").Process(20, 1, Ids.Shim(Ids.A))
            .Process(21, 20, Ids.RuncCreate(Ids.A), age: 0.0).Dump("dockerd", Main + """
                4 IO wait, 900 minutes
                net.(*netFD).accept(0xc0001)
                net/http.(*Server).Serve(0xc0002)
                5 select, 900 minutes
                github.com/docker/docker/daemon.(*Daemon).execCommandGC(0xc0003)
                6 semacquire
                lock 0xc000110
                main.(*store).Get(0xc000100)
                7 running
                main.(*store).flush(0xc000100)
                """, pid: 10).Report();
        Assert.Equal((Verdict.Clear, 0), (report.Verdict, report.ExitCode));
        Assert.Empty(report.RootBlockers);
        Assert.Empty(report.Chains);
    }

    // A live node that starts and stops containers all the time: all is answered, nothing is old, and each dump catches calls in flight.
    [Fact]
    public void BusyLiveNode_ThatAnswersEverything_IsClearAndAsksForNothing()
    {
        const string daemon = "github.com/docker/docker/daemon.(*Daemon)";
        string Start(int id, string container) => $"{id} select\ngoogle.golang.org/grpc.Invoke(0x1)\ngithub.com/containerd/containerd/api/services/tasks/v1.(*tasksClient).Create(0xc0004)\n{daemon}.containerStart(0xc000001, {container}, 0x0)\n";
        SnapshotBuilder node = new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Process(14, 1, "/usr/bin/containerd")
            .Dump("dockerd", Main + $"5 semacquire\nlock 0xc000a00\n{daemon}.ContainerInspectCurrent(0xc000001)\n" + Start(7, "0xc0009f0") + Start(8, "0xc000af0"), pid: 10)
            .With(s => s.Probes.Add(new ProbeEvidence("dockerd", 10, "inspect", Ids.A, ProbeOutcome.Answered, TimeSpan.FromMilliseconds(3), null, new Dictionary<string, string>(), new Provenance(new EvidenceFile("probes", "probes.jsonl"), 2))));
        Assert.Equal(Verdict.Undetermined, node.Report().Verdict);
        Report live = node.With(s => s.Collection = new CollectionEvidence("node", DateTimeOffset.UnixEpoch, 1, 0)).Report();
        Assert.Equal(Verdict.Clear, live.Verdict);
        Assert.Empty(live.Remarks);
    }

    [Fact]
    public void OldRunc_IsKnotted()
    {
        Report report = new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A)).Process(21, 20, Ids.RuncCreate(Ids.A), age: 40).Report();
        Assert.Equal((Verdict.Knotted, 1), (report.Verdict, report.ExitCode));
        Assert.Equal((21, "runc", Ids.A), (report.RootBlockers[0].Pid, report.RootBlockers[0].Component, report.RootBlockers[0].ContainerId));
    }

    [Fact]
    public void LongWaitOfUnknownHolder_IsUndeterminedAndSaysWhatFor()
    {
        Report report = new SnapshotBuilder().Dump("application", """
            5 semacquire, 9 minutes
            lock 0xc000110
            main.(*store).Get(...)
            """).Report();
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        Assert.Contains(report.Remarks, r => r.Contains("0xc000110", StringComparison.Ordinal) && r.Contains("not in the evidence", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 1, Verdict.Undetermined)]
    [InlineData("", 2, Verdict.Knotted)]
    [InlineData(", 2 minutes", 1, Verdict.Knotted)]
    public void LockThatNobodyHolds_IsLeaked_WhereItLastsOrSeveralWait(string since, int waiters, Verdict verdict)
    {
        string waiting = string.Concat(Enumerable.Range(5, waiters).Select(i => $"{i} semacquire{since}\nlock 0xc000110\nmain.(*store).Get(0xc000100)\n"));
        Report report = new SnapshotBuilder().Dump("application", Main + waiting).Report();
        Assert.Equal(verdict, report.Verdict);
        Assert.Contains(report.Resources, r => r.Note?.Contains("leaked", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void ManyWaitersOfAKnownHolder_NothingSaysHowLong_IsNotCalledUnknown()
    {
        Report report = new SnapshotBuilder().Dump("dockerd", Main + string.Concat(Enumerable.Range(5, 3).Select(i => $"{i} semacquire\nlock 0xc000110\nmain.(*store).Get(0xc000100)\n"))
            + "9 IO wait\nmain.(*store).flush(0xc000100)").Report();
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        Assert.DoesNotContain(report.Remarks, r => r.Contains("who holds it is not in the evidence", StringComparison.Ordinal));
        Assert.Contains(report.Remarks, r => r.Contains("goroutine 9", StringComparison.Ordinal) && r.Contains("second dump", StringComparison.Ordinal));
    }

    [Fact]
    public void NotReadyNode_WithoutARoot_IsUndeterminedNeverClear()
    {
        SnapshotBuilder node = new SnapshotBuilder().Process(10, 1, "/usr/bin/dockerd").Dump("dockerd", Main + "4 select\nmain.loop()").Log("pleg-unhealthy", "kubelet", 187);
        Report report = node.Report();
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        Assert.Contains(report.Remarks, r => r.Contains("not ready", StringComparison.Ordinal));
    }

    [Fact]
    public void OnlyAWeakRoot_IsNotCalledAKnot()
    {
        Report report = new SnapshotBuilder().Dump("containerd", Main + """
            5 select, 5 minutes
            github.com/containerd/ttrpc.(*Client).dispatch(0x1)
            github.com/containerd/containerd/api/services/task/v1.(*taskClient).Kill(0xc0004)
            """).Process(20, 1, Ids.Shim(Ids.A)).Report();
        Assert.DoesNotContain(report.RootBlockers, r => r.Confidence >= 0.8);
    }

    [Fact]
    public void Report_OfTheSameSnapshot_IsTheSame()
    {
        SnapshotBuilder node = new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A)).Process(21, 20, Ids.RuncCreate(Ids.A), age: 40).With(s => s.Gaps.Add(new Gap("ps", "x", "y")));
        Assert.Equal(ReportJson.ToText(node.Report()), ReportJson.ToText(node.Report()));
    }
}
