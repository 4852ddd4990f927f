using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Waits.Rules;

public sealed class RuncRuleTests
{
    private static SnapshotBuilder Node(char init = 'S', string? wchan = null) => new SnapshotBuilder().Process(20, 1, Ids.Shim(Ids.A))
        .Process(21, 20, Ids.RuncCreate(Ids.A), age: 60).Process(22, 21, "runc init", init, wchan: wchan);

    [Fact]
    public void StoppedInit_IsWhatRuncWaitsFor()
    {
        HoldEdge holder = Node('T').Graph().Pid(21).Wait().Resource.Holder();
        Assert.Equal((22, Certainty.Exact, "ProcessStopped"), (holder.Holder.Pid, holder.Certainty, holder.Holder.RootReason));
    }

    [Fact]
    public void InitInAFullPipe_IsWhatRuncWaitsFor() => Assert.Equal("PipeNotRead", Node(wchan: "pipe_write").Graph().Pid(21).Wait().Resource.Holder().Holder.RootReason);

    [Fact]
    public void InitThatWaitsForRunc_IsNotWaitedFor() => Assert.Empty(Node(wchan: "pipe_read").Graph().Pid(21).WaitEdges);

    [Fact]
    public void Strace_UnfinishedWriteOfInit_IsAFullPipe()
    {
        Waiter init = Node().With(s => s.TraceEnds.Add(new TraceEndEvidence(22, "write", "write(2, \"nsexec\", 6", true, new Provenance(new EvidenceFile("strace", "strace.txt"), 9)))).Graph().Pid(22);
        Assert.Equal("PipeNotRead", init.RootReason);
        Assert.Contains("nsexec", init.StuckBecause);
    }

    [Fact]
    public void Strace_FinishedWriteOrOtherProgram_SaysNothing()
    {
        Provenance origin = new(new EvidenceFile("strace", "strace.txt"), 9);
        WaitGraphBuilder graph = Node().Process(90, 1, "/usr/bin/nginx").With(s =>
        {
            s.TraceEnds.Add(new TraceEndEvidence(22, "write", "write(2, \"x\", 1) = 1", false, origin));
            s.TraceEnds.Add(new TraceEndEvidence(90, "write", "write(1, \"x\", 1", true, origin));
        }).Graph();
        Assert.DoesNotContain(graph.Waiters, w => w.RootReason == "PipeNotRead");
    }
}
