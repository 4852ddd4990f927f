using Unknot.Diagnosis.Evidence;
using Unknot.Go.Dumps;

namespace Unknot.Diagnosis.Waits;

/// <summary>A goroutine dump with the profile of each of its stacks: what the rules look at.</summary>
internal sealed class DumpView
{
    private readonly Dictionary<FrameSymbol, FrameTraits> _traits = new(ReferenceEqualityComparer.Instance);
    private readonly StackProfile[] _profiles;
    private readonly List<int>[] _byStack;

    public DumpView(DumpEvidence evidence)
    {
        Evidence = evidence;
        _profiles = evidence.Dump.Stacks.Select(s => StackProfile.Of(s, _traits)).ToArray();
        _byStack = new List<int>[_profiles.Length];
        for (int i = 0; i < _byStack.Length; i++) _byStack[i] = [];
        for (int i = 0; i < evidence.Dump.Count; i++) _byStack[evidence.Dump[i].Stack.Index].Add(i);
    }

    public DumpEvidence Evidence { get; }

    public GoroutineDump Dump => Evidence.Dump;

    public string Component => Evidence.Component;

    /// <summary>Name that its waiters and resources begin with: the component, and the pid where several processes of it are known.</summary>
    public string Name => Evidence.Pid is { } pid ? $"{Component}[{pid}]" : Component;

    public IReadOnlyList<StackProfile> Profiles => _profiles;

    public StackProfile ProfileOf(Goroutine goroutine) => _profiles[goroutine.Stack.Index];

    /// <summary>Indexes of the goroutines on a stack.</summary>
    public IReadOnlyList<int> GoroutinesOn(StackProfile profile) => _byStack[profile.Stack.Index];

    public Provenance ProvenanceOf(Goroutine goroutine) => Evidence.Origin with { Line = goroutine.Line };
}
