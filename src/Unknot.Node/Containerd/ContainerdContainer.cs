using Unknot.Node.Containerd.Wire;

namespace Unknot.Node.Containerd;

/// <summary>A container of containerd and its task.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Container">As the database has it.</param>
/// <param name="Task">Its task; null when it has none, or it could not be had.</param>
internal sealed record ContainerdContainer(string Namespace, Container Container, Process? Task);
