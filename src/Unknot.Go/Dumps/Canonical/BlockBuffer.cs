using System.Runtime.InteropServices;

namespace Unknot.Go.Dumps.Canonical;

/// <summary>
/// Native memory that holds one block of text, with readable bytes before and behind it, so that no vector read can leave it.
/// Behind the text stands a newline and then zeros: every newline search ends there, and no interned text can match past it.
/// </summary>
internal sealed unsafe class BlockBuffer : IDisposable
{
    private const int Front = 64;
    private byte* _memory;

    public BlockBuffer(int capacity)
    {
        Capacity = capacity;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(Front + capacity + ByteScan.Slack));
    }

    ~BlockBuffer() => Free();

    public int Capacity { get; private set; }

    /// <summary>Bytes of text in it, from <see cref="Text"/> on.</summary>
    public int Count { get; private set; }

    /// <summary>First byte of the text. 64 readable bytes stand before it.</summary>
    public byte* Text => _memory + Front;

    /// <summary>Keeps the last <paramref name="carried"/> bytes, moved to the front, and appends up to <paramref name="wanted"/> bytes of the source.</summary>
    /// <returns>How many were appended.</returns>
    public int Refill(int carried, DumpSource source, long offset, int wanted)
    {
        if (carried > 0) Buffer.MemoryCopy(Text + Count - carried, Text, Capacity, carried);
        int got = source.Read(offset, new Span<byte>(Text + carried, Math.Min(wanted, Capacity - carried)));
        Count = carried + got;
        Text[Count] = (byte)'\n';
        new Span<byte>(Text + Count + 1, ByteScan.Slack - 1).Clear();
        return got;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
