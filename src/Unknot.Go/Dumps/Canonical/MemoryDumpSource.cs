namespace Unknot.Go.Dumps.Canonical;

/// <summary>Canonical text in memory.</summary>
internal sealed class MemoryDumpSource(ReadOnlyMemory<byte> text) : DumpSource
{
    public override long Length => text.Length;

    public override int Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset >= text.Length) return 0;
        ReadOnlySpan<byte> rest = text.Span[(int)offset..];
        int count = Math.Min(rest.Length, into.Length);
        rest[..count].CopyTo(into);
        return count;
    }
}
