using System.Runtime.InteropServices;
using System.Text;
using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>One number per distinct stack over several dumps. The first dump's own numbers are kept, so that a single dump costs no comparison.</summary>
internal sealed class StackNumbers
{
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private GoroutineDump? _first;
    private int _next;

    public int[] Of(GoroutineDump dump)
    {
        if (_first is null)
        {
            _first = dump;
            _next = dump.Stacks.Count;
            return [.. Enumerable.Range(0, _next)];
        }
        if (_byText.Count == 0)
        {
            foreach (GoroutineStack stack in _first.Stacks) _byText.TryAdd(TextOf(stack), stack.Index);
        }
        int[] numbers = new int[dump.Stacks.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_byText, TextOf(dump.Stacks[i]), out bool known);
            if (!known) number = _next++;
            numbers[i] = number;
        }
        return numbers;
    }

    private static string TextOf(GoroutineStack stack)
    {
        StringBuilder text = new();
        foreach (FrameSymbol frame in stack.Frames) text.Append(frame.Function).Append('\t').Append(frame.File).Append(':').Append(frame.Line).Append('\n');
        return text.Append(stack.CreatedBy).ToString();
    }
}
