using Unknot.Diagnosis.Evidence;
using Unknot.Diagnosis.Waits.Rules;

namespace Unknot.Diagnosis.Waits;

/// <summary>The rules in their order: first who waits for which lock, then calls and children, then who holds, then what holders wait for. Open this file first.</summary>
internal static class WaitRules
{
    public static WaitGraphBuilder Apply(EvidenceSnapshot snapshot)
    {
        WaitGraphBuilder graph = new(snapshot);
        foreach (IWaitRule rule in All()) rule.Apply(graph);
        return graph;
    }

    private static IWaitRule[] All() =>
    [
        new StoppedRule(),
        new LockWaitRule(),
        new RpcCallRule(),
        new HttpCallRule(),
        new ReaperRule(),
        new ChildExitRule(),
        // A runtime command keeps its connection to the bus open for as long as it lives: what the kernel says of it comes first.
        new BusProbeRule(),
        new KernelWaitRule(),
        new RuncRule(),
        new DbusRule(),
        new HungTaskRule(),
        new RateLimitRule(),
        new KnownHolderRule(),
        new SelfDeadlockRule(last: false),
        new PointerHolderRule(),
        new SelfDeadlockRule(last: true),
        new EliminationRule(),
        // Holders that were found above may be in a system call or a channel operation: what these wait for comes last.
        new KernelWaitRule(),
        new ChannelRule(),
        new AllBlockedRule(),
        new ProbeRule(),
        new ClientRule(),
        new RequestCountRule(),
        new CalledShimRule(),
        new PlegRule(),
    ];
}
