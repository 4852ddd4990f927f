namespace Unknot.Commands;

/// <summary>The call cannot be done as it was given. The message is one line: what was tried, on what, what came back, what to do.</summary>
internal sealed class WrongCallException(string message) : Exception(message);
