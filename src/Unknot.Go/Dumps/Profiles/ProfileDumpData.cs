namespace Unknot.Go.Dumps.Profiles;

/// <summary>A profile's goroutines: all that it says is held ready, as it has neither argument words nor a text to go back to.</summary>
internal sealed class ProfileDumpData : GoroutineDumpData
{
    private static readonly Dictionary<string, string> s_noLabels = [];
    private static readonly Dictionary<string, ulong> s_noRegisters = [];

    /// <summary>Line of each entry in the input; empty where the input has no lines.</summary>
    public IReadOnlyList<long> Lines { get; init; } = [];

    /// <summary>Profiler labels of the entries that have some.</summary>
    public IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> Labels { get; init; } = new Dictionary<int, IReadOnlyDictionary<string, string>>();

    public override long LineOf(int index) => index < Lines.Count ? Lines[index] : 0;

    public override GoroutineDetails ReadDetails(int index)
    {
        List<StackFrame> frames = [.. Stacks[Records[index].Stack].Frames.Select(symbol => new StackFrame(symbol, []))];
        return new GoroutineDetails(frames, null, null, Labels.GetValueOrDefault(index, s_noLabels), null, null, 0, [], false, s_noRegisters);
    }

    public override IReadOnlyList<WordHit> FindWords(IReadOnlyList<AddressRange> ranges, IReadOnlyList<int>? goroutines, int maxHits) => [];
}
