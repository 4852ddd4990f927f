using Unknot.Diagnosis.Reports;
using Unknot.Diagnosis.Tests.Waits;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Tests.Targets;

/// <summary>Real dumps of programs that hang on purpose, by seven toolchains: the graph must say what the programs say of themselves.</summary>
public sealed class TargetsTests
{
    private static TheoryData<string, string> Cases(Func<string, bool> wanted)
    {
        TheoryData<string, string> data = [];
        foreach ((string name, string version) in TargetCase.Names(wanted)) data.Add(name, version);
        return data;
    }

    public static TheoryData<string, string> All => Cases(_ => true);

    public static TheoryData<string, string> Of(string name) => Cases(n => n == name);

    [Theory]
    [MemberData(nameof(All))]
    public void Lock_WithWaiters_GroupsThemAndNamesItsHolder(string name, string version)
    {
        TargetCase target = TargetCase.Read(name, version);
        WaitGraphBuilder graph = WaitRules.Apply(target.Snapshot());
        foreach (TargetLock truth in target.Locks.Where(l => l.Kind is "mutex" or "rwmutex" or "once" && l.Waiters.Length > 0))
        {
            Resource resource = ResourceOf(graph, truth);
            Assert.Equal(truth.Waiters, resource.Waiting());
            if (truth.Holders.Length == 1 && name != "two-wedged") Assert.Equal(truth.Holders[0], resource.Holder().Holder.Goroutine);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Roots_SureOnes_AreTrue(string name, string version)
    {
        TargetCase target = TargetCase.Read(name, version);
        Report report = Diagnoser.Diagnose(target.Snapshot());
        foreach (ReportRoot root in report.RootBlockers.Where(r => r.Confidence >= 0.8 && r.Reason != "LockLeaked")) Assert.Contains(root.Goroutine!.Value, target.Roots);
    }

    [Theory]
    [MemberData(nameof(Of), "self-deadlock")]
    [MemberData(nameof(Of), "once-reentered")]
    public void Self_StackThatComesBack_IsSelfDeadlock(string name, string version) => AssertRoot(name, version, "SelfDeadlock");

    [Theory]
    [MemberData(nameof(Of), "rwmutex-reentered-read")]
    public void ReenteredRead_WriterBetween_IsNamed(string name, string version) => AssertRoot(name, version, "ReadLockReentered");

    [Theory]
    [MemberData(nameof(Of), "lock-order")]
    public void LockOrder_TwoMutexes_IsCycle(string name, string version) => AssertRoot(name, version, "LockOrderCycle");

    [Theory]
    [MemberData(nameof(Of), "leaked-lock")]
    public void LeakedLock_HolderGone_IsSaid(string name, string version)
    {
        Report report = Diagnoser.Diagnose(TargetCase.Read(name, version).Snapshot());
        Assert.Equal("LockLeaked", Assert.Single(report.RootBlockers).Reason);
    }

    [Theory]
    [MemberData(nameof(Of), "two-wedged")]
    public void TwoWedged_TwoCandidates_AreBothNamed(string name, string version)
    {
        TargetCase target = TargetCase.Read(name, version);
        WaitGraphBuilder graph = WaitRules.Apply(target.Snapshot());
        foreach (TargetLock truth in target.Locks.Where(l => l.Waiters.Length > 0))
        {
            Resource resource = ResourceOf(graph, truth);
            Assert.Contains(resource.HoldEdges, h => h.Holder.Goroutine == truth.Holders[0]);
            Assert.DoesNotContain(resource.HoldEdges, h => h.Confidence >= 0.8 && h.Holder.Goroutine != truth.Holders[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Of), "healthy")]
    public void Healthy_ParkedGoroutines_AreNoWaiters(string name, string version)
    {
        TargetCase target = TargetCase.Read(name, version);
        Assert.Empty(WaitRules.Apply(target.Snapshot()).Waiters);
        Assert.Equal(Verdict.Clear, Diagnoser.Diagnose(target.Snapshot()).Verdict);
    }

    [Theory]
    [InlineData("txt")]
    [InlineData("quit.txt")]
    [InlineData("debug1.txt")]
    [InlineData("debug2.txt")]
    [InlineData("pb.gz")]
    public void MutexSelect_EveryRendering_GroupsEqually(string rendering)
    {
        foreach ((string name, string version) in TargetCase.Names(n => n == "mutex-select"))
        {
            WaitGraphBuilder graph = WaitRules.Apply(TargetCase.Read(name, version, rendering).Snapshot());
            Resource mutex = graph.Of(ResourceKind.Mutex);
            Assert.Equal(8, mutex.WaitEdges.Sum(e => e.Waiter.Count));
            Assert.Contains("main.(*container).start", mutex.Holder().Holder.Frames);
        }
    }

    private static void AssertRoot(string name, string version, string reason)
    {
        TargetCase target = TargetCase.Read(name, version);
        ReportRoot root = Diagnoser.Diagnose(target.Snapshot()).RootBlockers[0];
        Assert.Equal(reason, root.Reason);
        Assert.Contains(root.Goroutine!.Value, target.Roots);
    }

    // By its address; a Once's mutex lies within it, and readers of an RWMutex often show no address at all.
    private static Resource ResourceOf(WaitGraphBuilder graph, TargetLock truth) =>
        graph.Resources.FirstOrDefault(r => r.Address is { } a && a >= truth.Address && a - truth.Address < 16 && r.Kind != ResourceKind.Channel)
        ?? graph.G(truth.Waiters[0]).WaitEdges[0].Resource;
}
