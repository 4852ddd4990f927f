namespace Unknot.Goroutines;

/// <summary>A place where a searched word stands.</summary>
/// <param name="Goroutine">Goroutine id.</param>
/// <param name="Frame">Index of the frame, 0 innermost.</param>
/// <param name="Function">The frame's function.</param>
/// <param name="Argument">Number of the argument word in the frame, from 1.</param>
/// <param name="IsReliable">False where the dump marks the word with <c>?</c>.</param>
internal sealed record WordSite(long Goroutine, int Frame, string Function, int Argument, bool IsReliable);
