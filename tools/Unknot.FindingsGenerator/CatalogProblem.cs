namespace Unknot.FindingsGenerator;

/// <summary>Something wrong in the source.</summary>
/// <param name="Line">Line in it, from 1.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record CatalogProblem(long Line, string Text);
