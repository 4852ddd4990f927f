using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Findings;
using static Unknot.Diagnosis.Tests.Findings.FindingsTestData;

namespace Unknot.Diagnosis.Tests.Findings;

/// <summary>
/// Known causes by their stacks, in short stacks written for these tests: one row for each, and none of them may look like another's cause.
/// A goroutine's lines are separated by <c>|</c>, goroutines by <c>||</c>; <c>3*</c> repeats one.
/// </summary>
public sealed class KnownStackTests
{
    private static readonly (string Reason, string Component, string Stacks)[] s_causes =
    [
        ("UnitJobSignalMissed", "runc", "chan receive|libcontainer/cgroups/systemd.(*Manager).Apply|main.startContainer"),
        (
            "ShimReaperCycle", "containerd-shim",
            "chan send|reaper.Reap|main.handleSignals||semacquire|sync.(*Mutex).Lock|shim.(*Service).checkProcesses||chan receive|reaper.(*Monitor).Wait|shim.(*Service).Kill"),
        ("ShimLockedByKill", "containerd", "select, 9 minutes|ttrpc.(*Client).dispatch|shim/v1.(*shimClient).Kill|linux.(*Task).Kill|services/tasks.(*local).Kill"),
        ("ShimLocksItselfInCreate", "containerd-shim", "sync.Mutex.Lock|sync.(*Mutex).Lock|task.(*service).handleProcessExit|task.(*service).Create"),
        (
            "ShimLockedDuringCreate", "containerd-shim",
            "sync.Mutex.Lock|sync.(*Mutex).Lock|task.(*service).State||syscall|os.(*Process).Wait|runc.NewContainer|task.(*service).Create"),
        (
            "ContainerdMetricsDeadlock", "containerd",
            "semacquire|sync.(*Mutex).Lock|go-metrics.(*Namespace).Add|metrics/cgroups.(*Collector).Add"
            + "||semacquire|sync.(*RWMutex).RLock|metrics/cgroups.(*Collector).Collect|go-metrics.(*Namespace).Collect"),
        (
            "CriStatusLockedDuringUpdate", "containerd",
            "select|ttrpc.(*Client).dispatch|task.(*taskClient).Update|server.(*criService).UpdateContainerResources"
            + "||semacquire|sync.(*RWMutex).RLock|store/container.(*statusStorage).StatusGet|server.(*criService).ListContainers"),
        ("ContainerdAddProcessSpins", "containerd", "runnable|runtime.(*process).isAlive|supervisor.x||chan receive|server.(*apiServer).AddProcess"),
        ("DockerdStartsOverHungShims", "dockerd", "select|transport.(*Stream).waitOnHeader|libcontainerd.(*client).Restore|daemon.(*Daemon).restore.func2"),
        (
            "VolumePluginNotAnswering", "dockerd",
            "select|net/http.(*persistConn).roundTrip|plugins.(*Client).Call|volume/drivers.(*volumeDriverProxy).Unmount||semacquire|sync.(*Mutex).Lock|daemon.(*Daemon).reducePsContainer"),
        ("UdevCookieNotCompleted", "dockerd", "syscall, 20 minutes, locked to thread|devicemapper._Cfunc_dm_udev_wait|devmapper.(*DeviceSet).AddDevice"),
        ("StdioNeverClosesAfterExit", "dockerd", "semacquire|sync.(*WaitGroup).Wait|container.(*Container).Wait|daemon.(*Daemon).StateChanged"),
        ("SyncOnSlowDiskUnderLock", "dockerd", "syscall, 2 minutes|os.(*File).Sync|container.(*Container).ToDisk|daemon.(*Daemon).containerStart"),
        ("LogDriverCannotConnect", "dockerd", "sleep|time.Sleep|fluent.(*Fluent).connectWithRetry|fluent.(*Fluent).run"),
        (
            "LibnetworkLockOrder", "dockerd",
            "semacquire|sync.(*Mutex).Lock|libnetwork.(*endpoint).Name|libnetwork.x||semacquire|sync.(*Mutex).Lock|libnetwork.(*network).getController|libnetwork.y"),
        ("NetlinkReceiveNeverReturns", "dockerd", "syscall, 4000 minutes|syscall.recvfrom|nl.(*NetlinkSocket).Receive|ipvs.execute"),
        ("PluginNeverActivated", "dockerd", "sync.Cond.Wait|sync.(*Cond).Wait|pkg/plugins.(*Plugin).waitActive|pkg/plugins.Get"),
        (
            "CrioTwelfthStopBlocks", "crio",
            "chan send|oci.(*Container).WaitOnStopTimeout|oci.x||semacquire|sync.(*RWMutex).Lock|oci.(*Container).KillExecPIDs|oci.y"),
        ("CrioLongStopBlocksOthers", "crio", "select, 90 minutes|oci.(*Container).WaitOnStopTimeout|server.(*Server).StopContainer"),
        ("CrioStatusWaitsForOpLock", "crio", "2*semacquire|sync.(*RWMutex).RLock|oci.(*Container).State|server.(*Server).ContainerStatus"),
        ("CrioVmStatusSelfLock", "crio", "semacquire|sync.(*Mutex).Lock|oci.(*runtimeVM).UpdateContainerStatus|oci.(*runtimeVM).StopContainer"),
        ("CadvisorOnDeadMount", "kubelet", "syscall, 5 minutes|syscall.Statfs|cadvisor/fs.getVfsStats|cadvisor/manager.New|main.main"),
        ("KubeletDeadHttp2Connection", "kubelet", "semacquire|sync.(*Mutex).Lock|http2.(*clientConnPool).getClientConn|http2.(*Transport).RoundTrip"),
        (
            "KubeletDraConnectionIdle", "kubelet",
            "sync.Mutex.Lock, 40 minutes|sync.(*Mutex).Lock|grpc/internal/idle.(*Manager).ExitIdleMode|google.golang.org/grpc.(*ClientConn).Connect|k8s.io/kubernetes/pkg/kubelet/cm/dra/plugin.(*monitoredPlugin).HandleConn"
            + "|grpc.(*ClientConn).enterIdleMode|grpc/internal/idle.(*Manager).tryEnterIdleMode|grpc/internal/idle.(*Manager).handleIdleTimeout"),
        ("GoRuntimeLivelock", "application", "semacquire, 30 minutes|runtime.semacquire|runtime.stopTheWorld|runtime.ReadMemStats|main.main"),
    ];

    public static TheoryData<string, string, string> Causes { get; } = new(s_causes);

    /// <summary>Those whose signs speak of an order: two functions, or the innermost.</summary>
    public static TheoryData<string, string, string> OrderedCauses { get; } = new(s_causes.Where(cause => SaysAnOrder(cause.Reason)));

    [Theory]
    [MemberData(nameof(Causes))]
    public void Stack_MatchesOrResemblesItsCause(string reason, string component, string stacks)
    {
        IReadOnlyList<FindingMatch> matches = Match(component, stacks);

        Assert.Contains(matches, match => match.Finding.Reason == reason);
        Assert.DoesNotContain(matches, match => match.Finding.Reason != reason && match.Certainty == FindingCertainty.Matched && match.Finding.Kind == FindingKind.Known);
    }

    /// <summary>The same functions the other way round are another stack.</summary>
    [Theory]
    [MemberData(nameof(OrderedCauses))]
    public void ReversedStack_IsNotMatched(string reason, string component, string stacks)
    {
        IEnumerable<string> reversed = stacks.Split("||").Select(stack => stack.Split('|')).Select(lines => string.Join('|', [lines[0], .. lines[1..].Reverse()]));

        IReadOnlyList<FindingMatch> matches = Match(component, string.Join("||", reversed));

        Assert.DoesNotContain(matches, match => match.Finding.Reason == reason && match.Certainty == FindingCertainty.Matched);
    }

    private static bool SaysAnOrder(string reason)
    {
        Assert.True(FindingCatalog.TryGet(reason, out Finding? finding));
        List<StackClause> stacks = [.. finding.Signature.Clauses.OfType<StackClause>()];
        if (stacks.Exists(clause => clause.IsRequired)) stacks.RemoveAll(clause => !clause.IsRequired);
        return stacks.TrueForAll(clause => clause.Functions.Count > 1 || clause.IsTop);
    }

    private static IReadOnlyList<FindingMatch> Match(string component, string stacks)
    {
        EvidenceSnapshot snapshot = new();
        snapshot.Dumps.Add(Dump(component, [.. stacks.Split("||").SelectMany(Repeat)]));
        return FindingMatcher.Match(new FindingContext(snapshot, []));
    }

    private static IEnumerable<string> Repeat(string stack)
    {
        string[] parts = stack.Split('*', 2);
        bool isRepeated = int.TryParse(parts[0], out int count);
        return Enumerable.Repeat((isRepeated ? parts[1] : stack).Replace('|', '\n'), isRepeated ? count : 1);
    }
}
