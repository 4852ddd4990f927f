namespace Unknot.Bundles;

/// <summary>A bundle could not be written; nothing of it is left. The message says what was tried, on what, what came back and what to do.</summary>
public sealed class BundleWriteException(string message, Exception? cause = null) : IOException(message, cause);
