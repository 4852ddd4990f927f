namespace Unknot.Node.Bus;

/// <summary>A name on a bus.</summary>
/// <param name="Name">The name.</param>
/// <param name="Pid">Pid of its owner in the reading; null where not known.</param>
internal sealed record BusName(string Name, int? Pid);
