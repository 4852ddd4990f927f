using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Roots;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Reports;

/// <summary>The answer in one sentence.</summary>
internal static class Headlines
{
    public static string Of(EvidenceSnapshot snapshot, Judgement judgement) => judgement.Verdict switch
    {
        Verdict.Clear => "Nothing is knotted: no request, lock or runtime command in the evidence waits longer than it should.",
        Verdict.Undetermined => "Undetermined: the evidence does not show what is waited for.",
        _ => Knotted(snapshot, judgement.Roots),
    };

    private static string Knotted(EvidenceSnapshot snapshot, IReadOnlyList<RootBlocker> roots)
    {
        NodeEvidence? sick = snapshot.Nodes.FirstOrDefault(n => n.Conditions.Any(c => c is { Type: "Ready", Status: not "True" }));
        string prefix = sick is null ? "" : $"{sick.Name} is NotReady: ";
        string sentence = prefix + Waits(roots[0]);
        int sure = roots.Count(r => r.Confidence >= 0.5);
        return sure > 1 ? $"{sentence} {sure - 1} more root{(sure > 2 ? "s" : "")} beside it." : sentence;
    }

    private static string Waits(RootBlocker root)
    {
        string who = root.WaitersBehind switch { 0 => "found", 1 => "one waiter is held up by", var n => $"{n} waiters are held up by" };
        return $"{who} {By(root)}.";
    }

    private static string By(RootBlocker root)
    {
        Waiter waiter = root.Waiter;
        string pid = waiter.Pid is { } p ? $" (pid {p})" : "";
        string goroutine = waiter.Goroutine is { } g ? $" goroutine {g}" : "";
        string name = waiter.Activity.Length > 0 ? waiter.Activity : waiter.Id;
        if (root.Cycle.Count > 1) return $"a circle of {root.Cycle.Count} in {waiter.Component}{pid}, in which each waits for the next";
        return waiter.RootReason switch
        {
            "SystemdNotAnswering" => $"systemd{pid}, which does not answer on D-Bus",
            "ContainerdStopped" or "DockerdStopped" or "ShimStopped" or "DbusDaemonStopped" or "ProcessStopped" => $"{name}{pid}, which is stopped",
            "ProcessTraced" => $"{name}{pid}, which a tracer holds",
            "RuncNotReturning" or "RuntimeWrapperNotReturning" => $"{name}{pid}, which does not return",
            "PipeNotRead" => $"{name}{pid}, which is blocked writing into a pipe",
            "SocketNotRead" => $"{name}{pid}, which does not read its socket",
            "FilesystemServerNotAnswering" => $"the file-system server {name}{pid}, which does not answer",
            "MountNotAnswering" => $"{waiter.Id}, which does not answer",
            "PluginNotAnswering" => "a plugin that does not answer",
            "CgroupFrozen" => $"a frozen cgroup{pid}",
            "LockLeaked" => $"a lock in {waiter.Component} that nobody holds any more",
            "SelfDeadlock" or "ReadLockReentered" => $"{waiter.Component}{goroutine}{pid}, which waits for itself",
            "UninterruptibleTask" => waiter.Kind == WaiterKind.External ? $"the kernel, in {waiter.Activity}" : $"{name}{pid}",
            _ when waiter.Goroutine is not null => $"{waiter.Component}{goroutine}{pid}, in {waiter.Activity}",
            _ => $"{name}{pid}",
        };
    }
}
