namespace Unknot.Go.Dumps;

/// <summary>What one input gave: no dump, one, or several one after the other (a log of days).</summary>
/// <param name="Dumps">The dumps, in the order of the input.</param>
/// <param name="Problems">What was not understood, in the order of the input.</param>
/// <param name="BytesRead">Bytes of the input that were looked at.</param>
public sealed record ParsedDumps(IReadOnlyList<GoroutineDump> Dumps, IReadOnlyList<ParseProblem> Problems, long BytesRead);
