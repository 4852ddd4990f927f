namespace Unknot.Go.Dumps.Canonical;

/// <summary>Where a dump's canonical text is kept: in memory, or in a file that is read again when argument words are asked for.</summary>
internal abstract class DumpSource
{
    public abstract long Length { get; }

    /// <summary>Fills as much of <paramref name="into"/> as there is. Fewer bytes where the source ends or can no longer be read; never throws for that.</summary>
    public abstract int Read(long offset, Span<byte> into);
}
