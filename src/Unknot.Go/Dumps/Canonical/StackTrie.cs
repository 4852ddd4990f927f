using System.Runtime.InteropServices;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// The stacks of a dump as a trie of frames, innermost first: goroutines that stand at the same lines end at the same node. Node 0 is the root.
/// A child is found by prediction (<see cref="StackNode.Next"/>), else through a hash table, so that a dump of all different stacks costs
/// linear time too; an only child stands in no table, so that a stack which shares nothing costs no more than its nodes.
/// </summary>
internal sealed unsafe class StackTrie : IDisposable
{
    private readonly FrameTable _frames;
    private readonly byte* _unmatchable;
    private int _capacity;
    private ulong[] _childKeys;
    private int[] _children;
    private int _childCount;

    public StackTrie(FrameTable frames)
    {
        _frames = frames;
        _capacity = 4096 / frames.Share;
        _childKeys = new ulong[_capacity];
        _children = new int[_capacity];
        Nodes = (StackNode*)NativeMemory.AllocZeroed((nuint)_capacity, (nuint)sizeof(StackNode));
        // A blank line ends a goroutine before any node is tried, so a text that starts with a newline never matches.
        _unmatchable = (byte*)NativeMemory.AllocZeroed(ByteScan.Slack);
        *_unmatchable = (byte)'\n';
        Nodes[0] = new StackNode { Text = _unmatchable, Head = 1 };
    }

    ~StackTrie() => Free();

    /// <summary>The nodes. Moves when <see cref="Child"/> adds one.</summary>
    public StackNode* Nodes { get; private set; }

    public int Count { get; private set; } = 1;

    public FrameTable Frames => _frames;

    /// <summary>The child of a node for a frame; made when there is none. It becomes the one that is tried first.</summary>
    public int Child(int parent, int frame)
    {
        StackNode* node = Nodes + parent;
        int only = node->Next;
        if (only != 0 && Nodes[only].Frame == frame) return only;
        int child;
        if (only == 0)
        {
            child = Add(parent, frame);
        }
        else if (!node->HasManyChildren)
        {
            node->HasManyChildren = true;
            Remember(parent, only);
            child = Add(parent, frame);
            Remember(parent, child);
        }
        else if ((child = Find(parent, frame)) == 0)
        {
            child = Add(parent, frame);
            Remember(parent, child);
        }
        // Add may have moved the nodes: no pointer from before it is good any more.
        Nodes[parent].Next = child;
        return child;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private int Add(int parent, int frame)
    {
        if (Count == _capacity)
        {
            _capacity *= 2;
            Nodes = (StackNode*)NativeMemory.Realloc(Nodes, (nuint)_capacity * (nuint)sizeof(StackNode));
        }
        ref readonly FrameText text = ref _frames[frame];
        (StackPhase phase, WordRole role) = Step(Nodes[parent].Phase, text.Origin);
        bool isPredictable = text.IsPredictable;
        Nodes[Count] = new StackNode
        {
            Text = isPredictable ? text.Text : _unmatchable,
            Head = isPredictable ? text.Head : 1,
            Tail = isPredictable ? text.Tail : 0,
            Parent = parent,
            Frame = frame,
            Depth = Nodes[parent].Depth + 1,
            Shape = text.Shape,
            Role = role,
            Phase = phase,
        };
        return Count++;
    }

    private static (StackPhase Phase, WordRole Role) Step(StackPhase above, FrameOrigin origin) => (above, origin) switch
    {
        (_, FrameOrigin.CreatedBy) => (StackPhase.Created, WordRole.None),
        (StackPhase.Top, FrameOrigin.Runtime) => (StackPhase.Top, WordRole.None),
        (StackPhase.Top or StackPhase.Sync, FrameOrigin.Sync) => (StackPhase.Sync, WordRole.Lock),
        (StackPhase.Sync, _) => (StackPhase.Below, WordRole.Caller),
        _ => (StackPhase.Below, WordRole.None),
    };

    private int Find(int parent, int frame)
    {
        ulong key = Key(parent, frame);
        for (int slot = ChildSlot(key); _childKeys[slot] != 0; slot = (slot + 1) & (_childKeys.Length - 1))
        {
            if (_childKeys[slot] == key) return _children[slot];
        }
        return 0;
    }

    private void Remember(int parent, int child)
    {
        if (++_childCount * 2 > _childKeys.Length) GrowChildren();
        ulong key = Key(parent, Nodes[child].Frame);
        int slot = ChildSlot(key);
        while (_childKeys[slot] != 0) slot = (slot + 1) & (_childKeys.Length - 1);
        _childKeys[slot] = key;
        _children[slot] = child;
    }

    private void GrowChildren()
    {
        (ulong[] keys, int[] children) = (_childKeys, _children);
        _childKeys = new ulong[keys.Length * 2];
        _children = new int[keys.Length * 2];
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0) continue;
            int slot = ChildSlot(keys[i]);
            while (_childKeys[slot] != 0) slot = (slot + 1) & (_childKeys.Length - 1);
            _childKeys[slot] = keys[i];
            _children[slot] = children[i];
        }
    }

    /// <summary>Never 0, because no frame has index 0.</summary>
    private static ulong Key(int parent, int frame) => ((ulong)(uint)parent << 32) | (uint)frame;

    private int ChildSlot(ulong key) => (int)(ByteScan.Mix(key, 0x9E3779B97F4A7C15UL) & (ulong)(_childKeys.Length - 1));

    private void Free()
    {
        NativeMemory.Free(Nodes);
        Nodes = null;
        NativeMemory.Free(_unmatchable);
    }
}
