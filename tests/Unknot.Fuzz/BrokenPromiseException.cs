namespace Unknot.Fuzz;

/// <summary>The product did not crash, but did what it promises not to do.</summary>
public sealed class BrokenPromiseException(string message) : Exception(message);
