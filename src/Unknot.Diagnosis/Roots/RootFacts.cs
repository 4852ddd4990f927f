using Unknot.Diagnosis.Findings;
using Unknot.Diagnosis.Waits;

namespace Unknot.Diagnosis.Roots;

/// <summary>A root in the words of the finding catalogue.</summary>
internal static class RootFacts
{
    public static RootFact Of(RootBlocker root)
    {
        IReadOnlyList<ChainStep> steps = root.Chains.Count > 0 ? root.Chains[0].Steps : [];
        return new RootFact(
            root.Waiter.Component,
            [.. steps.Select(s => Kinds.Name(s.Wait.Resource.Kind))],
            Rules(root.Reason),
            [.. steps.Select(s => s.Wait.Waiter.Component).Append(root.Waiter.Component)])
        {
            Pid = root.Waiter.Pid,
            ContainerId = root.ContainerId,
            WaitersBehind = (int)Math.Min(root.WaitersBehind, int.MaxValue),
            Origins = [.. root.Waiter.Origins.Take(3)],
        };
    }

    private static IReadOnlyList<string> Rules(string reason) => reason switch
    {
        "ContainerdStopped" or "DockerdStopped" or "ShimStopped" or "DbusDaemonStopped" or "ProcessStopped" => ["stopped"],
        "ProcessTraced" => ["traced"],
        "CgroupFrozen" => ["frozen"],
        "UninterruptibleTask" => ["uninterruptible"],
        "SystemdNotAnswering" or "PluginNotAnswering" => ["not-answering"],
        "RuncNotReturning" => ["not-returning"],
        "RuntimeWrapperNotReturning" => ["not-returning", "runtime-wrapper"],
        "PipeNotRead" => ["pipe-not-read"],
        "SocketNotRead" => ["socket-not-read", "not-answering"],
        "SelfDeadlock" => ["self-deadlock"],
        "ReadLockReentered" => ["read-lock-reentered"],
        "LockOrderCycle" => ["lock-order-cycle"],
        "LockLeaked" => ["lock-leaked"],
        "ChannelWithoutPartner" => ["channel-without-partner"],
        "ConditionNeverSignalled" => ["condition-never-signalled"],
        "LockHeldDuringWait" => ["lock-held-during-wait"],
        "MountNotAnswering" => ["dead-mount", "not-answering"],
        "FilesystemServerNotAnswering" => ["filesystem-server", "not-answering"],
        _ => [],
    };
}
