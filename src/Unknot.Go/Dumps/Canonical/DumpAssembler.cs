namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// Makes one dump of the parts that one or more parsers have read. Stacks and states are numbered by their first goroutine, so that the
/// result does not depend on how the text was cut.
/// </summary>
internal sealed class DumpAssembler
{
    private readonly DumpLimits _limits;
    private readonly StackTrie _trie;
    private readonly List<string> _states = [];
    private readonly Dictionary<string, int> _stateIndexes = new(StringComparer.Ordinal);
    private readonly List<int> _stackNodes = [];
    private readonly List<long> _stackCounts = [];
    private readonly Dictionary<PartParser, (int[] Nodes, int[] States)> _maps = [];
    private readonly Dictionary<int, RegisterBlock> _registers = [];
    private int[] _stackOfNode;
    private int _registerOwner;
    private bool _wantsRegisterOwner;
    private bool _hasAnchor;

    /// <param name="first">The parser whose trie takes up the others'.</param>
    /// <param name="limits">Limits of the whole.</param>
    public DumpAssembler(PartParser first, DumpLimits limits)
    {
        (_trie, _limits) = (first.Trie, limits);
        _stackOfNode = [];
        Map(first);
    }

    /// <summary>Goroutines taken.</summary>
    public int Count { get; private set; }

    public bool ReachedLimit { get; private set; }

    /// <summary>How many goroutines have id 1: more than one means that several dumps were read as one.</summary>
    public int MainGoroutines { get; private set; }

    public IReadOnlyDictionary<int, RegisterBlock> Registers => _registers;

    public string[] States => _states.Count == 0 ? [""] : [.. _states];

    /// <summary>True where a running goroutine or goroutine 1 is among them.</summary>
    public bool HasAnchor => _hasAnchor;

    /// <summary>Takes the next part, in the order of the text, and renumbers its records.</summary>
    public void Add(DumpPart part, PartParser parser)
    {
        if (Count + part.Records.Count > _limits.MaxGoroutines)
        {
            int rest = _limits.MaxGoroutines - Count;
            GoroutineRecord first = part.Records.Records[rest];
            // One parser alone would have looked at the header's length, and no further.
            part.Problems.RemoveAll(p => p.Offset >= first.Offset && (p.Offset > first.Offset || p.Code != ParseProblemCode.LineTooLong));
            part.Registers.RemoveAll(r => r.Offset >= first.Offset);
            part.Records.Cut(rest);
            part.ReportLimit(first.Offset, first.Id);
            part.ReachedLimit = true;
        }
        ReachedLimit |= part.ReachedLimit;
        (int[] nodes, int[] states) = Map(parser);
        foreach (ref GoroutineRecord record in part.Records.Records)
        {
            int node = nodes.Length == 0 ? record.Stack : nodes[record.Stack];
            record.Stack = StackOf(node);
            record.StateIndex = StateOf(record.StateIndex, states, parser);
            _stackCounts[record.Stack]++;
            if (record.Id == 1) MainGoroutines++;
            _hasAnchor |= record.Id == 1 || record.StateIndex == _runningState;
        }
        AddRegisters(part);
        Count += part.Records.Count;
    }

    /// <summary>The stacks, in the order of their first goroutines.</summary>
    /// <param name="used">Each symbol in them once.</param>
    public unsafe GoroutineStack[] BuildStacks(out List<FrameSymbol> used)
    {
        FrameSymbol?[] symbols = new FrameSymbol?[_trie.Frames.Count];
        GoroutineStack[] stacks = new GoroutineStack[_stackNodes.Count];
        for (int i = 0; i < stacks.Length; i++)
        {
            int node = _stackNodes[i];
            FrameSymbol? createdBy = null;
            if (_trie.Nodes[node].Phase == StackPhase.Created)
            {
                createdBy = SymbolOf(node, symbols);
                node = _trie.Nodes[node].Parent;
            }
            FrameSymbol[] frames = new FrameSymbol[_trie.Nodes[node].Depth];
            for (int at = frames.Length - 1; at >= 0; at--, node = _trie.Nodes[node].Parent) frames[at] = SymbolOf(node, symbols);
            stacks[i] = new GoroutineStack(i, frames, createdBy, _stackCounts[i]);
        }
        used = [.. symbols.OfType<FrameSymbol>()];
        return stacks;
    }

    private unsafe FrameSymbol SymbolOf(int node, FrameSymbol?[] symbols)
    {
        int frame = _trie.Nodes[node].Frame;
        return symbols[frame] ??= FrameNames.ToSymbol(_trie.Frames[frame]);
    }

    private int _runningState = -1;

    private int StateOf(int index, int[] map, PartParser parser)
    {
        if (map[index] >= 0) return map[index];
        string state = parser.States.States[index];
        if (!_stateIndexes.TryGetValue(state, out int known))
        {
            known = _states.Count;
            _states.Add(state);
            _stateIndexes.Add(state, known);
            if (state == "running") _runningState = known;
        }
        return map[index] = known;
    }

    private int StackOf(int node)
    {
        if (_stackOfNode[node] >= 0) return _stackOfNode[node];
        _stackNodes.Add(node);
        _stackCounts.Add(0);
        return _stackOfNode[node] = _stackNodes.Count - 1;
    }

    /// <summary>What a parser's node and state numbers are here. The first parser's nodes need no map: it is empty.</summary>
    private (int[] Nodes, int[] States) Map(PartParser parser)
    {
        if (_maps.TryGetValue(parser, out (int[] Nodes, int[] States) map)) return map;
        int[] states = new int[parser.States.States.Count];
        Array.Fill(states, -1);
        map = (parser.Trie == _trie ? [] : TakeUp(parser.Trie), states);
        _maps.Add(parser, map);
        int known = _stackOfNode.Length;
        Array.Resize(ref _stackOfNode, _trie.Count);
        Array.Fill(_stackOfNode, -1, known, _trie.Count - known);
        return map;
    }

    private unsafe int[] TakeUp(StackTrie other)
    {
        int[] frames = new int[other.Frames.Count];
        for (int i = 1; i < frames.Length; i++) frames[i] = _trie.Frames.Intern(other.Frames[i]);
        int[] nodes = new int[other.Count];
        // A node is always made after its parent.
        for (int i = 1; i < nodes.Length; i++) nodes[i] = _trie.Child(nodes[other.Nodes[i].Parent], frames[other.Nodes[i].Frame]);
        return nodes;
    }

    private void AddRegisters(DumpPart part)
    {
        if (_wantsRegisterOwner && part.Records.Count > 0) (_registerOwner, _wantsRegisterOwner) = (Count, false);
        foreach (RegisterBlock block in part.Registers)
        {
            int owner = block.Goroutine == DumpPart.InheritedOwner ? _registerOwner : Count + block.Goroutine;
            _registers[owner] = block with { Goroutine = owner };
        }
        if (part.RegisterOwner != DumpPart.InheritedOwner) _registerOwner = Count + part.RegisterOwner;
        _wantsRegisterOwner |= part.WantsRegisterOwner;
    }
}
