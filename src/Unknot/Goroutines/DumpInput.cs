using Unknot.Go.Dumps;

namespace Unknot.Goroutines;

/// <summary>One file of the call and the dumps that stand in it.</summary>
/// <param name="Name">Path as given; <c>-</c> for standard input.</param>
/// <param name="Parsed">What the parser made of it.</param>
internal sealed record DumpInput(string Name, ParsedDumps Parsed)
{
    public long Total => Parsed.Dumps.Sum(d => d.Total);
}
