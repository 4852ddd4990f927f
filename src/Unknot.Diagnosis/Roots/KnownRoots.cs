using Unknot.Diagnosis.Findings;

namespace Unknot.Diagnosis.Roots;

/// <summary>A known cause whose whole signature holds explains the root that it speaks of: its name is the root's reason then.</summary>
internal static class KnownRoots
{
    public static void Apply(IReadOnlyList<RootBlocker> roots, IReadOnlyList<FindingMatch> matches)
    {
        foreach (FindingMatch match in matches)
        {
            if (match.Certainty != FindingCertainty.Matched || match.Finding.Kind != FindingKind.Known || match.Root is null) continue;
            RootBlocker? root = roots.FirstOrDefault(r => r.Waiter.Component == match.Root.Component && r.Waiter.Pid == match.Root.Pid);
            // The first known cause stays: matches come in the order of their worth.
            if (root is not null && !(FindingCatalog.TryGet(root.Reason, out Finding? named) && named.Kind == FindingKind.Known)) root.Reason = match.Finding.Reason;
        }
    }
}
