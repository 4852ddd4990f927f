namespace Unknot.Node.Bus;

/// <summary>A socket to ask on.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Pid">Process that listens, below whose root the path is.</param>
/// <param name="IsPrivate">True for systemd's own socket, which is spoken to without a bus.</param>
internal sealed record BusTarget(string Path, int Pid, bool IsPrivate);
