namespace Unknot.Node.Daemons;

/// <summary>The deadline passed while a socket's queue was full: somebody listens there and does not accept.</summary>
internal sealed class QueueFullException(string path) : IOException($"the queue of connections of {path} is full and nobody accepts them");
