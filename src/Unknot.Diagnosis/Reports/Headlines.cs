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
        string who = root.WaitersBehind switch { 0 => "nothing yet waits for", 1 => "one waits for", var n => $"{n} wait for" };
        return $"{who} {For(root)}.";
    }

    private static string For(RootBlocker root)
    {
        Waiter waiter = root.Waiter;
        string pid = waiter.Pid is { } p ? $" (pid {p})" : "";
        if (root.Cycle.Count > 1) return $"a circle of {root.Cycle.Count} in {waiter.Component}{pid}";
        string goroutine = waiter.Goroutine is { } g ? $" goroutine {g}" : "";
        return waiter.RootReason switch
        {
            "SystemdNotAnswering" => $"systemd{pid} to answer on D-Bus",
            "ContainerdStopped" or "DockerdStopped" or "ShimStopped" or "DbusDaemonStopped" or "ProcessStopped" => $"{waiter.Activity}{pid}, which is stopped",
            "ProcessTraced" => $"{waiter.Activity}{pid}, which a tracer holds",
            "RuncNotReturning" or "RuntimeWrapperNotReturning" => $"{waiter.Activity}{pid} to return",
            "PipeNotRead" => $"{waiter.Activity}{pid}, which is blocked writing into a pipe",
            "FilesystemServerNotAnswering" => $"the file-system server {waiter.Activity}{pid}",
            "MountNotAnswering" => waiter.Id,
            "CgroupFrozen" => $"a frozen cgroup{pid}",
            "LockLeaked" => $"a lock in {waiter.Component} that nobody holds any more",
            "SelfDeadlock" or "ReadLockReentered" => $"{waiter.Component}{goroutine}{pid}, which waits for itself",
            "UninterruptibleTask" => waiter.Kind == WaiterKind.External ? $"the kernel, in {waiter.Activity}" : $"{waiter.Activity}{pid}",
            _ when waiter.Goroutine is not null => $"{waiter.Component}{goroutine}{pid}, in {waiter.Activity}",
            _ => $"{(waiter.Activity.Length > 0 ? waiter.Activity : waiter.Id)}{pid}",
        };
    }
}
