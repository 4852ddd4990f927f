namespace Unknot.Go.Dumps;

/// <summary>One frame of one goroutine: where it is, and the argument words that it was printed with.</summary>
/// <param name="Symbol">Function and source line.</param>
/// <param name="Arguments">Argument words in the order printed; empty for an inlined call.</param>
public readonly record struct StackFrame(FrameSymbol Symbol, IReadOnlyList<ArgumentWord> Arguments);
